import { cp, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { backUp, restoreBackup } from '../../../src/server/databases.ts';
import { OperatorError } from '../../../src/server/operator-error.ts';
import { schemaTables } from '../../../src/server/store/backup/schema-tables.ts';
import type { Deployment } from '../../support/deployment.ts';
import { DATABASES, deploymentsOn } from '../../support/deployments.ts';
import { VERSION_1 } from '../../support/earlier-database.ts';
import { ADAS_TOKEN, dump, fillStore, ODD_TEXT, withStore } from '../../support/full-store.ts';
import { storeTeam } from '../../support/stored-team.ts';
import { temporaryFolder } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

vi.setConfig({ testTimeout: 60_000 });

const intoEmpty = { replace: false };
const replacing = { replace: true };

/** What the operator is told where something fails; anything else fails the test. */
async function refusal(task: Promise<unknown>): Promise<string> {
  const error = await task.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OperatorError);
  const { message } = error as OperatorError;
  expect(message).not.toContain('\n');
  return message;
}

/** A backup of a full store, in a folder of its own. */
async function makeBackup(from: Deployment): Promise<AsyncDisposable & { readonly file: string }> {
  await withStore(from.store, fillStore);
  const folder = await temporaryFolder();
  const file = join(folder.path, 'ampel.backup');
  await backUp(from.store, file);
  return { file, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe.each(DATABASES)('a backup of %s', (kind) => {
  const deploy = deploymentsOn(kind);
  const deployOn = { SQLite: deploymentsOn('SQLite'), PostgreSQL: deploymentsOn('PostgreSQL') };

  it.each(DATABASES)('KE3: restored into %s has every row of every table', async (other) => {
    await using from = await deploy();
    await using backup = await makeBackup(from);
    await using to = await deployOn[other]();
    expect(await restoreBackup(to.store, backup.file, intoEmpty)).toEqual({ teams: 1, members: 2 });
    const [before, after] = [await dump(from.store), await dump(to.store)];
    expect(after).toEqual(before);
    // Whoever adds a table also puts something into it here, or it could be forgotten unseen.
    const empty = Object.keys(before).filter((table) => before[table]?.length === 0);
    expect(empty).toEqual([]);
    expect(
      schemaTables()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(Object.keys(before).toSorted());
  });

  it.each(DATABASES)('lets a server on %s go on where the other was', async (other) => {
    await using from = await deploy();
    await using backup = await makeBackup(from);
    await using to = await deployOn[other]();
    await restoreBackup(to.store, backup.file, intoEmpty);
    await using server = await to.serve();
    using ada = await WireClient.connect({
      url: server.url,
      token: ADAS_TOKEN,
      deviceId: 'laptop-1',
    });
    expect(ada.welcome?.self).toMatchObject({ role: 'owner', choice: 'busy', note: ODD_TEXT });
    expect(ada.welcome?.settings).toMatchObject({ holdSeconds: 77 });
    const { intervals } = await ada.ask('history:get', { limit: 10 });
    expect(intervals.at(-1)).toMatchObject({ status: 'online', cause: 'signed-in' });
    expect(await ada.ask('settings:set', { holdSeconds: 78 })).toMatchObject({ ok: true });
    const audit = await withStore(to.store, (store) =>
      store.read.audit.entries('team', { limit: 10 }),
    );
    expect(audit).toMatchObject([
      { no: 2, action: 'settings.changed', after: { holdSeconds: 78 } },
      { no: 1, action: 'member.changed', after: { name: ODD_TEXT } },
    ]);
  });

  it('KE3: is of one moment, while the team is changed all the time', async () => {
    await using from = await deploy();
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'backup');
    await withStore(from.store, async (store) => {
      await fillStore(store);
      const change = (holdSeconds: number) =>
        store.change('team', async (tx) => {
          await tx.changeSettings({ holdSeconds }, { memberId: 'ada', at: holdSeconds });
          await tx.audit.record({
            at: holdSeconds,
            actor: { kind: 'member', id: 'ada', name: 'Ada' },
            action: 'settings.changed',
            subject: null,
            before: null,
            after: { holdSeconds },
          });
        });
      await change(1);
      let isOver = false;
      let changes = 1;
      const backup = from.run('backup', file).finally(() => {
        isOver = true;
      });
      for (; !isOver; changes += 1) {
        await change(changes % 3_000);
        // SQLite answers without waiting for anything, so nothing else would ever run.
        await setImmediate();
      }
      expect(await backup).toMatchObject({ code: 0 });

      using database = new DatabaseSync(file, { readOnly: true });
      const { no, after } = database.prepare('SELECT * FROM audit ORDER BY no DESC').get() ?? {};
      expect(no).toBe(database.prepare('SELECT count(*) AS n FROM audit').get()?.['n']);
      expect(no).toBeLessThan(changes);
      const settings = database.prepare('SELECT settings FROM teams').get()?.['settings'];
      expect(JSON.parse(String(settings))).toMatchObject(JSON.parse(String(after)));
    });
  });

  it('is not restored where there is something, unless that is to be replaced', async () => {
    await using from = await deploy();
    await using backup = await makeBackup(from);
    await using to = await deploy();
    await withStore(to.store, async (store) => {
      await storeTeam(store, 'other', 'Other');
      await store.change('other', (tx) =>
        tx.audit.record({
          at: 1,
          actor: { kind: 'operator' },
          action: 'team.created',
          subject: null,
          before: null,
          after: null,
        }),
      );
    });
    const before = await dump(to.store);
    expect(await refusal(restoreBackup(to.store, backup.file, intoEmpty))).toContain('--replace');
    expect(await dump(to.store)).toEqual(before);
    await restoreBackup(to.store, backup.file, replacing);
    expect(await dump(to.store)).toEqual(await dump(from.store));
  });

  it('AC8: leaves the audit log such that it can only grow', async () => {
    await using from = await deploy();
    await using backup = await makeBackup(from);
    await using to = await deploy();
    await restoreBackup(to.store, backup.file, intoEmpty);
    await restoreBackup(to.store, backup.file, replacing);
    const before = await dump(to.store);
    for (const change of [`DELETE FROM audit`, `UPDATE audit SET actor_name = 'Eve'`]) {
      await expect(execute(to, change)).rejects.toThrow('can only grow');
    }
    expect(await dump(to.store)).toEqual(before);
  });

  it('is not restored under a server that runs', async () => {
    await using from = await deploy();
    await using backup = await makeBackup(from);
    await using to = await deploy();
    await using _server = await to.serve();
    expect(await refusal(restoreBackup(to.store, backup.file, replacing))).toMatch(/stop/i);
    expect(await withStore(to.store, (store) => store.teams())).toEqual([]);
  });

  it('is told about where there is nothing to back up', async () => {
    await using from = await deploy();
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'backup');
    expect(await refusal(backUp(from.store, file))).toMatch(/There is no/);
    expect(await readdir(folder.path)).toEqual([]);
  });
});

async function execute({ store }: Deployment, statement: string): Promise<void> {
  if (store.databaseUrl === null) {
    using database = new DatabaseSync(join(store.dataFolder, 'ampel.sqlite'));
    database.exec(statement);
    return;
  }
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: store.databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

describe('restoring into PostgreSQL', () => {
  const deploy = deploymentsOn('PostgreSQL');
  const deploySqlite = deploymentsOn('SQLite');

  it('changes nothing where it fails half-way', async () => {
    await using from = await deploySqlite();
    await using backup = await makeBackup(from);
    // What PostgreSQL cannot keep.
    using database = new DatabaseSync(backup.file);
    database.prepare('UPDATE requests SET body = ?').run('a\0b');
    await using to = await deploy();
    await withStore(to.store, (store) => storeTeam(store, 'other', 'Other'));
    const before = await dump(to.store);
    expect(await refusal(restoreBackup(to.store, backup.file, replacing))).toContain('0x00');
    expect(await dump(to.store)).toEqual(before);
  });
});

describe('a backup file', () => {
  const deploy = deploymentsOn('SQLite');

  it.skipIf(process.platform === 'win32')('belongs to its user alone', async () => {
    await using from = await deploy();
    await using backup = await makeBackup(from);
    expect((await stat(backup.file)).mode & 0o777).toBe(0o600);
  });

  it('replaces an earlier backup, and nothing else', async () => {
    await using from = await deploy();
    await using backup = await makeBackup(from);
    await withStore(from.store, (store) => storeTeam(store, 'other', 'Other'));
    expect(await backUp(from.store, backup.file)).toMatchObject({ teams: 2 });

    await using folder = await temporaryFolder();
    const diary = join(folder.path, 'diary');
    await writeFile(diary, 'Dear diary');
    expect(await refusal(backUp(from.store, diary))).toContain('is no backup');
    expect(await readFile(diary, 'utf8')).toBe('Dear diary');
    const live = join(from.store.dataFolder, 'ampel.sqlite');
    expect(await refusal(backUp(from.store, live))).toContain('is no backup');
    const nowhere = join(folder.path, 'missing', 'backup');
    expect(await refusal(backUp(from.store, nowhere))).toContain('ENOENT');
    const inFile = join(diary, 'backup');
    expect(await refusal(backUp(from.store, inFile))).toMatch(/^Cannot write the backup .*ENOTDIR/);
    expect(await readdir(folder.path)).toEqual(['diary']);
  });

  it('of an earlier version is brought up to date, and stays as it is', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'backup');
    const earlier = new DatabaseSync(file);
    earlier.exec(VERSION_1);
    earlier.close();
    const before = await readFile(file);
    await using to = await deploy();
    expect(await restoreBackup(to.store, file, intoEmpty)).toEqual({ teams: 1, members: 2 });
    expect(before.equals(await readFile(file))).toBe(true);
    await withStore(to.store, async (store) => {
      expect(await store.tokenOwner('hash')).toMatchObject({ memberId: 'ada' });
      expect((await store.choices('team')).get('ada')).toMatchObject({ note: 'On a call' });
    });
  });

  it('can be the data folder of a server that was not stopped in order', async () => {
    await using from = await deploy();
    await using folder = await temporaryFolder();
    await withStore(from.store, async (store) => {
      await fillStore(store);
      await mkdir(join(folder.path, 'copy'));
      await cp(from.store.dataFolder, join(folder.path, 'copy'), { recursive: true });
    });
    await using to = await deploy();
    await restoreBackup(to.store, join(folder.path, 'copy', 'ampel.sqlite'), intoEmpty);
    expect(await dump(to.store)).toEqual(await dump(from.store));
  });

  it.each<[string, (file: string) => Promise<unknown> | unknown, string]>([
    ['is missing', async () => undefined, 'There is no file'],
    ['is empty', (file) => writeFile(file, ''), 'no backup of Ampel'],
    ['is something else', (file) => writeFile(file, 'Dear diary, '.repeat(500)), 'not a database'],
    [
      'is of another program',
      (file) => sqlite(file, 'CREATE TABLE recipes (name TEXT)'),
      'no backup of Ampel',
    ],
    [
      'is of a newer Ampel',
      async (file) => {
        await sound(file);
        sqlite(file, 'PRAGMA user_version = 99');
      },
      'a backup of a newer Ampel (schema 99)',
    ],
    [
      'is damaged',
      async (file) => {
        await sound(file);
        const bytes = await readFile(file);
        bytes.fill(0xff, 4_096 + 100, 3 * 4_096);
        await writeFile(file, bytes);
      },
      'damaged',
    ],
    [
      'was cut off',
      async (file) => {
        await sound(file);
        await truncate(file, 5 * 4_096);
      },
      'damaged',
    ],
    [
      'lacks a table',
      async (file) => {
        await sound(file);
        sqlite(file, 'DROP TABLE watches');
      },
      'its tables are not those of its version',
    ],
    [
      'lacks rows',
      async (file) => {
        await sound(file);
        sqlite(file, `PRAGMA foreign_keys = OFF; DELETE FROM members WHERE member_id = 'ada'`);
      },
      'rows refer to others that are not there',
    ],
  ])('that %s is refused, and nothing is changed', async (_, make, about) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'backup');
    await make(file);
    await using to = await deploy();
    await withStore(to.store, (store) => storeTeam(store, 'other', 'Other'));
    const before = await dump(to.store);
    expect(await refusal(restoreBackup(to.store, file, replacing))).toContain(about);
    expect(await dump(to.store)).toEqual(before);
  });

  async function sound(file: string): Promise<void> {
    await using from = await deploy();
    await withStore(from.store, fillStore);
    await backUp(from.store, file);
  }
});

function sqlite(file: string, statements: string): void {
  using database = new DatabaseSync(file);
  database.exec(statements);
}

describe('backup and restore at the command line', () => {
  const deploy = deploymentsOn('SQLite');

  it('say what they did', async () => {
    await using from = await deploy();
    await from.run('team', 'create', 'Support', '--owner', 'ada@example.com');
    const file = join(from.store.dataFolder, 'today');
    const backup = await from.run('backup', file);
    expect(backup).toMatchObject({ code: 0, err: '' });
    expect(backup.out).toContain(`${file}: 1 team with 1 member.`);
    await using to = await deploy();
    const restored = await to.run('restore', file);
    expect(restored).toMatchObject({ code: 0, err: '' });
    expect(restored.out).toContain(`${file}: 1 team with 1 member.`);
    const again = await to.run('restore', file);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toMatch(/^[^\n]*--replace[^\n]*\n$/);
    expect(await to.run('restore', file, '--replace')).toMatchObject({ code: 0, err: '' });
  });
});
