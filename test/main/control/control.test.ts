import { randomBytes } from 'node:crypto';
import { access, chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askApp, NoAnswer, NotRunning } from '../../../src/main/control/control-client.ts';
import { readControlFile } from '../../../src/main/control/control-place.ts';
import { type Control, openControl } from '../../../src/main/control/control-server.ts';
import type { ControlAnswer } from '../../../src/main/control/protocol.ts';
import type { OutsideRequest } from '../../../src/main/requests/outside-request.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { temporaryFolder } from '../../support/team-server.ts';

const STATUS: OutsideRequest = { do: 'status', watch: false };
const DONE: ControlAnswer = { kind: 'done' };

/** An app that can be asked, and what it was asked. */
class AskedApp {
  readonly asked: OutsideRequest[] = [];
  readonly logged: string[] = [];
  readonly clock = new ManualClock();
  answer: () => Promise<ControlAnswer> = async () => DONE;
  control: Control | null = null;
  readonly #listeners = new Set<() => void>();

  async open(profile: string, runtimeFolder: string | null = null): Promise<void> {
    this.control = await openControl({
      profile,
      runtimeFolder,
      clock: this.clock,
      log: {
        info: (message) => this.logged.push(message),
        warn: (message) => this.logged.push(message),
        error: (message) => this.logged.push(message),
      },
      answer: (request) => {
        this.asked.push(request);
        return this.answer();
      },
      onChange: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    });
  }

  change(): void {
    for (const listener of this.#listeners) listener();
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let profile: string;
let app: AskedApp;

beforeEach(async () => {
  folder = await temporaryFolder();
  profile = path.join(folder.path, 'profile');
  await mkdir(profile);
  app = new AskedApp();
});
afterEach(async () => {
  await app.control?.close();
  await folder[Symbol.asyncDispose]();
});

async function ask(request: OutsideRequest = STATUS): Promise<ControlAnswer[]> {
  const answers: ControlAnswer[] = [];
  for await (const answer of askApp(profile, request, new AbortController().signal)) {
    answers.push(answer);
  }
  return answers;
}

const addressOf = (): string => readControlFile(profile)?.address ?? '';

/** Writes to the socket and gives all that comes back until it is closed. */
async function raw(...chunks: readonly (string | Buffer)[]): Promise<string> {
  const connection = net.connect(addressOf());
  let said = '';
  connection.on('data', (chunk) => {
    said += chunk;
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  connection.on('error', () => resolve());
  connection.on('close', () => resolve());
  for (const chunk of chunks) connection.write(chunk);
  await promise;
  return said;
}

const question = (change: object = {}): string =>
  `${JSON.stringify({ version: 1, key: readControlFile(profile)?.key, request: STATUS, ...change })}\n`;

const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

describe('CL3 the running app', () => {
  it('answers whoever has its key', async () => {
    await app.open(profile);
    expect(await ask()).toEqual([DONE]);
    expect(await ask({ do: 'open', place: 'settings' })).toEqual([DONE]);
    expect(app.asked).toEqual([STATUS, { do: 'open', place: 'settings' }]);
  });

  it('reads a question that comes in pieces, also within a letter', async () => {
    await app.open(profile);
    const note = 'Frühstück';
    const request = { do: 'choose', choice: 'busy', duration: 'open', note };
    const bytes = Buffer.from(question({ request }));
    const cut = bytes.indexOf(0xc3) + 1;
    expect(await raw(bytes.subarray(0, cut), bytes.subarray(cut))).toContain('done');
    expect(app.asked).toEqual([request]);
  });

  it('shows its address and key to its own user only, and takes both back', async () => {
    await app.open(profile);
    const file = path.join(profile, 'control.json');
    const address = addressOf();
    expect(await modeOf(file)).toBe(0o600);
    expect(await modeOf(path.dirname(address))).toBe(0o700);
    expect(await modeOf(address)).toBe(0o600);
    await app.control?.close();
    await expect(access(file)).rejects.toThrow();
    await expect(access(address)).rejects.toThrow();
    await expect(ask()).rejects.toThrow(NotRunning);
  });

  it('has a new key at each start', async () => {
    await app.open(profile);
    const before = readControlFile(profile)?.key;
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    await app.control?.close();
    await app.open(profile);
    expect(readControlFile(profile)?.key).not.toBe(before);
  });

  it.each([
    ['a wrong key', { key: '0'.repeat(64) }, 'key'],
    ['an empty key', { key: '' }, 'key'],
    ['no key', { key: undefined }, 'request'],
    ['another version', { version: 2 }, 'version'],
    ['an unknown request', { request: { do: 'sign-out' } }, 'request'],
    ['Offline', { request: { do: 'choose', choice: 'offline', duration: 'open' } }, 'request'],
    ['more than asked for', { request: { ...STATUS, force: true } }, 'request'],
    [
      'a time out of bounds',
      { request: { do: 'choose', choice: 'busy', duration: { seconds: 1 } } },
      'request',
    ],
  ])('refuses %s and does nothing', async (_, change, why) => {
    await app.open(profile);
    expect(JSON.parse(await raw(question(change)))).toEqual({ kind: 'refused', why });
    expect(app.asked).toEqual([]);
  });

  it.each([
    ['no JSON', 'hello\n'],
    ['an empty line', '\n'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x0a])],
    ['a line of 10 MB', Buffer.alloc(10 * 1024 * 1024, 0x61)],
    ['10 MB in lines', Buffer.alloc(10 * 1024 * 1024, 'a\n')],
  ])('refuses %s and answers the next one', async (_, bytes) => {
    await app.open(profile);
    const said = await raw(bytes);
    if (said !== '') expect(JSON.parse(said)).toEqual({ kind: 'refused', why: 'request' });
    expect(app.asked).toEqual([]);
    expect(await ask()).toEqual([DONE]);
  });

  it('hangs up on whoever says nothing, or not all of it', async () => {
    await app.open(profile);
    const silent = [raw(), raw(question().slice(0, 20))];
    await expect.poll(() => app.clock.pending).toBe(2);
    app.clock.advance(2_000);
    expect(await Promise.all(silent)).toEqual(['', '']);
    expect(await ask()).toEqual([DONE]);
  });

  it('serves sixteen at a time, and again when they have gone', async () => {
    await app.open(profile);
    const held = Array.from({ length: 40 }, () => raw());
    await expect.poll(() => app.clock.pending).toBe(16);
    expect(await raw(question())).toBe('');
    app.clock.advance(2_000);
    await Promise.all(held);
    expect(await ask()).toEqual([DONE]);
  });

  it('logs what fails inside of it, without the key, and says so', async () => {
    await app.open(profile);
    app.answer = () => Promise.reject(new Error('broken'));
    expect(await ask()).toEqual([{ kind: 'refused', why: 'failed' }]);
    expect(app.logged).toEqual(['"status" from outside failed']);
  });

  it('tells whoever watches each change once, and stops with them', async () => {
    await app.open(profile);
    let connected = true;
    const own = { signedIn: true, live: null, pending: null };
    app.answer = async () => ({ kind: 'own', own: { ...own, connected } });
    const stop = new AbortController();
    const answers = askApp(profile, { do: 'status', watch: true }, stop.signal);
    expect(await answers.next()).toMatchObject({ value: { own: { connected: true } } });
    // Something is different, but nothing that was asked about.
    app.change();
    await expect.poll(() => app.asked.length).toBe(2);
    connected = false;
    app.change();
    expect(await answers.next()).toMatchObject({ value: { own: { connected: false } } });
    stop.abort();
    expect(await answers.next()).toEqual({ done: true, value: undefined });
    await expect.poll(() => app.watched).toBe(false);
  });

  it('ends a watch when it ends itself', async () => {
    await app.open(profile);
    const watched = ask({ do: 'status', watch: true });
    await expect.poll(() => app.watched).toBe(true);
    await app.control?.close();
    expect(await watched).toEqual([DONE]);
    await expect.poll(() => app.watched).toBe(false);
  });
});

describe('CL3 whoever asks', () => {
  it.each([
    ['nonsense', 'hello\n'],
    ['an answer of another kind', '{"kind":"dance"}\n'],
    ['a line without end', Buffer.alloc(9 * 1024 * 1024, 0x61)],
  ])('does not take %s for an answer', async (_, said) => {
    const address = path.join(folder.path, 'other.sock');
    const other = net.createServer((connection) => {
      connection.on('error', () => undefined);
      connection.end(said);
    });
    await new Promise<void>((resolve) => other.listen(address, resolve));
    const file = { version: 1, address, key: 'a'.repeat(64) };
    await writeFile(path.join(profile, 'control.json'), JSON.stringify(file));
    await expect(ask()).rejects.toThrow(NoAnswer);
    other.close();
  });
});

describe('CL3 where the running app listens', () => {
  it('is outside of a profile whose path is too long for a socket', async () => {
    profile = path.join(folder.path, 'x'.repeat(100));
    const runtime = path.join(folder.path, 'run');
    await Promise.all([mkdir(profile), mkdir(runtime)]);
    await app.open(profile, runtime);
    const place = path.dirname(addressOf());
    expect(path.dirname(place)).toBe(runtime);
    expect(await modeOf(place)).toBe(0o700);
    expect(await ask()).toEqual([DONE]);
    await app.control?.close();
    await expect(access(place)).rejects.toThrow();
  });

  it('is the temp folder where the system’s own cannot be used', async () => {
    profile = path.join(folder.path, 'x'.repeat(100));
    await mkdir(profile);
    await app.open(profile, path.join(folder.path, 'not there'));
    expect(addressOf()).toMatch(/^\/.*ampel-control-/);
    expect(await ask()).toEqual([DONE]);
  });

  it('is never a folder that others can enter, nor somebody else’s', async () => {
    const own = path.join(profile, 'control');
    await mkdir(own);
    await chmod(own, 0o777);
    await app.open(profile);
    expect(await modeOf(own)).toBe(0o700);
    await app.control?.close();
    const elsewhere = path.join(folder.path, 'elsewhere');
    await mkdir(elsewhere, { mode: 0o755 });
    await symlink(elsewhere, own);
    await app.open(profile);
    expect(addressOf()).not.toContain(profile);
    expect(await modeOf(elsewhere)).toBe(0o755);
    expect(await ask()).toEqual([DONE]);
  });

  it('is cleaned of what a crashed app left', async () => {
    profile = path.join(folder.path, 'x'.repeat(100));
    const runtime = path.join(folder.path, 'run');
    const left = path.join(runtime, `ampel-control-${randomBytes(3).toString('hex')}`);
    await Promise.all([mkdir(profile), mkdir(left, { recursive: true, mode: 0o700 })]);
    const stale = { version: 1, address: path.join(left, 'control.sock'), key: 'a'.repeat(64) };
    await writeFile(stale.address, '');
    await writeFile(path.join(profile, 'control.json'), JSON.stringify(stale));
    await expect(ask()).rejects.toThrow(NotRunning);
    await app.open(profile, runtime);
    await expect(access(left)).rejects.toThrow();
    expect(await ask()).toEqual([DONE]);
  });

  it('is taken over from a crashed app, whose file may be broken', async () => {
    const own = path.join(profile, 'control');
    await mkdir(own, { mode: 0o700 });
    await writeFile(path.join(own, 'control.sock'), '');
    await writeFile(path.join(profile, 'control.json'), '{"version":1,');
    await expect(ask()).rejects.toThrow(NotRunning);
    await app.open(profile);
    expect(await ask()).toEqual([DONE]);
  });

  it.each([
    ['precious', 0o700],
    ['ampel-control-shared', 0o755],
  ])('is removed only where it is ours, whatever a file says: %s', async (name, mode) => {
    const precious = path.join(folder.path, name);
    await mkdir(precious, { mode });
    const address = path.join(precious, 'control.sock');
    const stale = { version: 1, address, key: 'a'.repeat(64) };
    await writeFile(address, 'mine');
    await writeFile(path.join(profile, 'control.json'), JSON.stringify(stale));
    await app.open(profile);
    expect(await readFile(address, 'utf8')).toBe('mine');
  });

  it('may be nowhere: the app goes on and the log says so', async () => {
    await rm(profile, { recursive: true });
    await writeFile(profile, 'no folder');
    await app.open(profile);
    expect(app.logged).toEqual(['the command line cannot reach this app']);
    await expect(ask()).rejects.toThrow(NotRunning);
  });
});
