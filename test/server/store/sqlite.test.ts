import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../../src/server/operator-error.ts';
import type { SqlStore } from '../../../src/server/store/sql/sql-store.ts';
import { nodeSqlite } from '../../../src/server/store/sqlite/node-sqlite.ts';
import { lockFolder } from '../../../src/server/store/sqlite/sqlite-file.ts';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import { accountStoreContract } from '../../contract/account-store.ts';
import { contactStoreContract } from '../../contract/contact-store.ts';
import { presenceStoreContract } from '../../contract/presence-store.ts';
import { storeContract } from '../../contract/store.ts';
import type { StoreUnderTest } from '../../contract/store-under-test.ts';
import { webhookStoreContract } from '../../contract/webhook-store.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { temporaryFolder } from '../../support/team-server.ts';

async function createStore(): Promise<StoreUnderTest> {
  const folder = await temporaryFolder();
  const clock = new ManualClock();
  const opened: SqlStore[] = [];
  const open = () => {
    const store = openSqliteStore(folder.path, clock);
    opened.push(store);
    return store;
  };
  return {
    store: open(),
    openAnother: async () => open(),
    passPolling: () => clock.advance(500),
    async [Symbol.asyncDispose]() {
      for (const store of opened) await store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** A database with one table, which is full at once. */
function fullDatabase(folder: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, 'full.sqlite'));
  database.exec('CREATE TABLE notes (text TEXT); PRAGMA max_page_count = 5; PRAGMA cache_size = 2');
  return database;
}

storeContract('SQLite', createStore);
presenceStoreContract('SQLite', createStore);
accountStoreContract('SQLite', createStore);
contactStoreContract('SQLite', createStore);
webhookStoreContract('SQLite', createStore);

/** Opens a store on a file with this content and answers what it says and the file afterwards. */
async function openOn(content: Uint8Array): Promise<{ message: string; after: Uint8Array }> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'ampel.sqlite');
  await writeFile(file, content);
  let message = '';
  try {
    await openSqliteStore(folder.path, new ManualClock()).close();
  } catch (error) {
    expect(error).toBeInstanceOf(OperatorError);
    message = (error as OperatorError).message;
  }
  return { message, after: await readFile(file) };
}

/** The bytes of a database that Ampel made, after `change`. */
async function databaseBytes(change: (database: DatabaseSync) => void): Promise<Uint8Array> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'ampel.sqlite');
  await openSqliteStore(folder.path, new ManualClock()).close();
  const database = new DatabaseSync(file);
  change(database);
  database.close();
  return readFile(file);
}

describe('the database file', () => {
  it.skipIf(process.platform === 'win32')('belongs to its user alone', async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, 'deep', 'data');
    const store = openSqliteStore(data, new ManualClock());
    expect((await stat(data)).mode & 0o777).toBe(0o700);
    expect((await stat(join(data, 'ampel.sqlite'))).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it('is left alone, byte for byte, where it is no database', async () => {
    const content = Buffer.from('Dear diary, '.repeat(500));
    const { message, after } = await openOn(content);
    expect(message).toContain('not a database');
    expect(message).not.toContain('\n');
    expect(content.equals(after)).toBe(true);
  });

  it('is left alone, byte for byte, where it is damaged', async () => {
    const content = Buffer.from(await databaseBytes(() => undefined));
    content.fill(0xff, 4096, 8192);
    const { message, after } = await openOn(content);
    expect(message).toContain('Cannot use the database');
    expect(content.equals(after)).toBe(true);
  });

  it('is left alone, byte for byte, where a newer version wrote it', async () => {
    const content = Buffer.from(await databaseBytes((d) => d.exec('PRAGMA user_version = 99')));
    const { message, after } = await openOn(content);
    expect(message).toContain('written by a newer Ampel (schema 99');
    expect(content.equals(after)).toBe(true);
  });

  it('is left alone, byte for byte, where another program wrote it', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'other.sqlite');
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE recipes (name TEXT)');
    database.close();
    const content = await readFile(file);
    const { message, after } = await openOn(content);
    expect(message).toContain('another program');
    expect(content.equals(after)).toBe(true);
  });

  it('says so where the data folder cannot be used', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    expect(() => openSqliteStore(join(file, 'data'), new ManualClock())).toThrow(
      /Cannot write to the data folder .*ENOTDIR/,
    );
  });

  it('is served by one server at a time', async () => {
    await using folder = await temporaryFolder();
    await mkdir(folder.path, { recursive: true });
    const unlock = lockFolder(folder.path);
    expect(() => lockFolder(folder.path)).toThrow(/Another Ampel server is already using/);
    unlock();
    lockFolder(folder.path)();
  });
});

describe('a transaction on a disk that is full', () => {
  it('fails with that reason, and the next one works', async () => {
    await using folder = await temporaryFolder();
    const kysely = new Kysely<{ notes: { text: string } }>({
      dialect: nodeSqlite(fullDatabase(folder.path)),
    });
    const write = (times: number) =>
      kysely.transaction().execute(async (transaction) => {
        for (let time = 0; time < times; time += 1) {
          const note = { text: 'x'.repeat(2_000) };
          await transaction.insertInto('notes').values(note).execute();
        }
      });
    await expect(write(100)).rejects.toThrow('database or disk is full');
    await write(1);
    expect(await kysely.selectFrom('notes').selectAll().execute()).toHaveLength(1);
    await kysely.destroy();
  });
});
