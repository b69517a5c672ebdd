import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { namesFile } from '../../../src/main/session/names-file.ts';
import type { Names } from '../../../src/shared/protocol/schemas.ts';
import { temporaryFolder } from '../../support/team-server.ts';

const names: Names = {
  version: 'hKq2',
  members: [{ memberId: 'anna', name: 'Anna Keller', role: 'agent', seat: 3 }],
};

let disposal = new AsyncDisposableStack();
afterEach(async () => {
  await disposal.disposeAsync();
  disposal = new AsyncDisposableStack();
});

/** A profile, and what is logged about it. */
async function profile() {
  const { path: folder } = disposal.use(await temporaryFolder());
  const logged: string[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => logged.push(message),
  };
  const file = join(folder, 'team-names.json');
  return { folder, file, logged, open: () => namesFile(folder, log) };
}

describe('SE7 the names that the app keeps', () => {
  it('are there after a restart, for nobody else on the computer to read', async () => {
    const { folder, file, open, logged } = await profile();
    open().save(names);
    expect(open().load()).toEqual(names);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['team-names.json']);
    expect(logged).toEqual([]);
  });

  it('are none in a new profile', async () => {
    const { open, logged } = await profile();
    expect(open().load()).toBeNull();
    open().forget();
    expect(logged).toEqual([]);
  });

  it.each([
    ['cut off', JSON.stringify(names).slice(0, 40)],
    ['empty', ''],
    ['of another shape', JSON.stringify({ version: 'hKq2' })],
    ['of a member without a seat', JSON.stringify({ ...names, members: [{ memberId: 'anna' }] })],
    ['no text', Buffer.from([0xff, 0xfe, 0x00])],
  ])('are none where the file is %s, and are kept anew', async (_, content) => {
    const { file, open } = await profile();
    writeFileSync(file, content);
    const store = open();
    expect(store.load()).toBeNull();
    store.save(names);
    expect(open().load()).toEqual(names);
  });

  it('are gone when they are forgotten', async () => {
    const { folder, file, open } = await profile();
    const store = open();
    store.save(names);
    // From a computer that was switched off while they were written.
    writeFileSync(`${file}.new`, 'Anna Keller');
    store.forget();
    expect(open().load()).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('end nothing where they cannot be written or removed, which the log says', async () => {
    const { file, open, logged } = await profile();
    // A folder is in the way.
    mkdirSync(join(file, 'inside'), { recursive: true });
    const store = open();
    expect(store.load()).toBeNull();
    store.save(names);
    store.forget();
    expect(logged).toEqual([
      'the names of the team could not be kept',
      'the names of the team could not be removed',
    ]);
    expect(existsSync(file)).toBe(true);
  });
});
