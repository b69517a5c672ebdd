import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { errorCode, OperatorError } from '../../operator-error.ts';
import type { SqlDialect } from '../sql/migrations/dialect.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../sql/migrations.ts';

/** Marks a SQLite file as Ampel's: "Ampl". */
export const APPLICATION_ID = 0x41_6d_70_6c;

const SQLITE: SqlDialect = {
  integer: 'INTEGER',
  strict: ' STRICT',
  byKey: ' STRICT, WITHOUT ROWID',
  json: (column) => ` CHECK (json_valid(${column}))`,
  newId: 'lower(hex(randomblob(16)))',
  growOnly: (table) =>
    ['UPDATE', 'DELETE']
      .map(
        (change) => `
    CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
      BEGIN SELECT RAISE(ABORT, 'the table ${table} can only grow'); END;`,
      )
      .join('\n'),
};

/** How long a statement waits for another process that writes, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/** SQLite's primary result code for "somebody else has it locked". */
const SQLITE_BUSY = 5;

/** Where a data folder has its database. */
export function databaseFile(dataFolder: string): string {
  return join(dataFolder, 'ampel.sqlite');
}

/**
 * Opens the database of a data folder, creating folder and file where they are missing, and brings
 * it to the current schema. A file that cannot be used is not written to.
 * @throws OperatorError where the folder or the file cannot be used.
 */
export function openDatabase(dataFolder: string): DatabaseSync {
  const file = databaseFile(dataFolder);
  createPrivateFile(dataFolder, file);
  if (statSync(file).size > 0) inspect(file);
  const database = new DatabaseSync(file, {
    timeout: BUSY_TIMEOUT_MS,
    enableForeignKeyConstraints: true,
  });
  try {
    enableWriteAheadLog(database);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw unusable(file, error);
  }
}

/**
 * Makes sure that one server at a time serves a data folder: presence lives in that process, so
 * two of them would show two truths. The answer releases the folder; so does the process's end.
 * @throws OperatorError where another process has it.
 */
export function lockFolder(dataFolder: string): () => void {
  const file = join(dataFolder, 'ampel.lock');
  createPrivateFile(dataFolder, file);
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw unusable(file, error);
    throw new OperatorError(
      `Another Ampel server is already using ${dataFolder}. Stop it first, or name another folder with --data.`,
    );
  }
  return () => lock.close();
}

/** Runs `work` as one transaction that nobody else can write into. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function createPrivateFile(folder: string, file: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw new OperatorError(
      `Cannot write to the data folder ${folder} (${errorCode(error) ?? 'unknown error'}). ` +
        'Make it writable for this user, or name another one with --data.',
    );
  }
}

/** What a database turned out to be. */
export type Examined =
  | { readonly kind: 'ampel'; readonly version: number }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'foreign' };

/** What is in a database is not as SQLite or Ampel left it. */
export class DamagedDatabase extends Error {
  override readonly name = 'DamagedDatabase';
}

/** Looks at a database without writing to it. @throws DamagedDatabase, or SQLite's error where it is none. */
export function examine(database: DatabaseSync): Examined {
  const found = pragma(database, 'application_id');
  const tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_master').get()?.['n']);
  if (found !== APPLICATION_ID && (found !== 0 || tables > 0)) return { kind: 'foreign' };
  const version = pragma(database, 'user_version');
  if (version > SCHEMA_VERSION) return { kind: 'newer', version };
  const verdict = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (verdict !== 'ok') throw new DamagedDatabase(String(verdict));
  return { kind: 'ampel', version };
}

/**
 * Refuses a file that this Ampel cannot use as its database, without writing to it.
 * @throws OperatorError
 */
export function inspect(file: string): void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    const examined = examine(database);
    if (examined.kind === 'foreign') {
      throw new OperatorError(
        `${file} is a database of another program. Nothing was changed; name another folder with --data.`,
      );
    }
    if (examined.kind === 'newer') {
      throw new OperatorError(
        `${file} was written by a newer Ampel (schema ${examined.version}, this one knows ${SCHEMA_VERSION}). ` +
          'Nothing was changed; update Ampel, or name another folder with --data.',
      );
    }
  } catch (error) {
    throw unusable(file, error);
  } finally {
    database?.close();
  }
}

function unusable(file: string, error: unknown): Error {
  if (error instanceof OperatorError) return error;
  const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
  if (isBusy(error)) {
    return new OperatorError(
      `${file} is locked by another process (${reason}). Try again when that one is done.`,
    );
  }
  return new OperatorError(
    `Cannot use the database ${file} (${reason}). Nothing was changed; ` +
      'move it away, then restore a backup or start anew.',
  );
}

/** Whether SQLite refused because another connection has the file locked. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function enableWriteAheadLog(database: DatabaseSync): void {
  // Every commit reaches the disk before it is acknowledged, also through a power cut.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
}

/** Brings a database to this version of the schema, which is not older than its own. */
export function migrate(database: DatabaseSync, version = SCHEMA_VERSION): void {
  if (pragma(database, 'user_version') === version) return;
  inTransaction(database, () => {
    // Read again: another process may have migrated while this one waited for its turn.
    for (const step of MIGRATIONS.slice(pragma(database, 'user_version'), version)) {
      database.exec(step(SQLITE));
    }
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version};`);
  });
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
