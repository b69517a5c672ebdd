import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { errorCode, OperatorError } from '../../operator-error.ts';
import { APPLICATION_ID, DamagedDatabase, examine, migrate } from '../sqlite/sqlite-file.ts';
import { schemaTables, tablesOf } from './schema-tables.ts';

// A backup is a database file as a data folder has it, whichever database it was taken from.

/** What is in a backup, to tell the operator. */
export type BackupSummary = { readonly teams: number; readonly members: number };

/**
 * Lets `fill` write a backup into an empty file that only this user can read. It gets its name when
 * it is complete, has been read again and is on disk.
 * @throws OperatorError where the file cannot be written, or is something else than a backup.
 */
export async function writeBackup(
  file: string,
  fill: (temporary: string) => Promise<void>,
): Promise<BackupSummary> {
  const target = resolve(file);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    if (existsSync(target) && !looksLikeBackup(target)) {
      throw new OperatorError(
        `${target} is there already and is no backup. It was left as it is; name another file.`,
      );
    }
    closeSync(openSync(temporary, 'wx', 0o600));
    return await complete(temporary, target, fill);
  } catch (error) {
    throw told(error, (reason) => `Cannot write the backup ${target} (${reason}).`);
  }
}

async function complete(
  temporary: string,
  target: string,
  fill: (temporary: string) => Promise<void>,
): Promise<BackupSummary> {
  try {
    await fill(temporary);
    const summary = summarize(temporary);
    flush(temporary);
    renameSync(temporary, target);
    flushFolder(dirname(target));
    return summary;
  } catch (error) {
    for (const left of [temporary, `${temporary}-journal`]) rmSync(left, { force: true });
    throw error;
  }
}

/**
 * Lets `use` read a copy of a backup, brought to the current schema; the file itself stays as it is.
 * @throws OperatorError where it is no backup, damaged, or of a newer Ampel.
 */
export async function readBackup<T>(
  file: string,
  use: (copy: { readonly path: string; readonly summary: BackupSummary }) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ampel-restore-'));
  const path = join(folder, 'backup.sqlite');
  try {
    const summary = prepareCopy(resolve(file), path);
    return await use({ path, summary });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function prepareCopy(file: string, copy: string): BackupSummary {
  try {
    checkBackup(file, copy);
    using database = opened(copy);
    migrate(database);
    if (!isDeepStrictEqual(tablesOf(database), schemaTables())) {
      throw new DamagedDatabase('its tables are not those of its version');
    }
    if (database.prepare('PRAGMA foreign_key_check').get() !== undefined) {
      throw new DamagedDatabase('rows refer to others that are not there');
    }
    return summarize(copy);
  } catch (error) {
    throw told(
      error,
      (reason) => `Cannot restore ${file}: it is damaged or no backup at all (${reason}).`,
    );
  }
}

/** @throws OperatorError where there is no such file, or not for the user that this process runs as. */
function mustBeReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    const code = errorCode(error);
    throw new OperatorError(
      code === 'EACCES' || code === 'EPERM'
        ? `This user may not read ${file}. Put it into a folder that this user may enter.`
        : `There is no file ${file}.`,
    );
  }
}

/** Copies a backup that is found to be sound. */
function checkBackup(file: string, copy: string): void {
  mustBeReadable(file);
  using database = new DatabaseSync(file, { readOnly: true });
  const examined = examine(database);
  if (examined.kind === 'newer') {
    throw new OperatorError(
      `${file} is a backup of a newer Ampel (schema ${examined.version}). Update this one, then try again.`,
    );
  }
  if (examined.kind === 'foreign' || examined.version === 0) {
    throw new OperatorError(`${file} is no backup of Ampel.`);
  }
  closeSync(openSync(copy, 'wx', 0o600));
  database.prepare('VACUUM INTO ?').run(copy);
}

function summarize(file: string): BackupSummary {
  using database = new DatabaseSync(file, { readOnly: true });
  const verdict = database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
  if (verdict !== 'ok') throw new DamagedDatabase(String(verdict));
  const count = (table: string) =>
    Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
  return { teams: count('teams'), members: count('members') };
}

function opened(file: string): DatabaseSync {
  return new DatabaseSync(file, { enableForeignKeyConstraints: true });
}

/** Whether a file may be overwritten by another backup: never one that a server works with. */
function looksLikeBackup(file: string): boolean {
  const header = Buffer.alloc(100);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, header, 0, header.length, 0);
  } finally {
    closeSync(descriptor);
  }
  // As https://www.sqlite.org/fileformat.html has it: a write-ahead log is version 2.
  const hasWriteAheadLog = header[18] === 2;
  return (
    header.toString('latin1', 0, 16) === 'SQLite format 3\0' &&
    header.readUInt32BE(68) === APPLICATION_ID &&
    !hasWriteAheadLog
  );
}

function flush(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** So that the file's name is on disk too. Windows has no such thing. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What the operator is told where the file or SQLite refuses; anything else is a bug. */
function told(error: unknown, tell: (reason: string) => string): unknown {
  const isTheirs = error instanceof DamagedDatabase || errorCode(error) !== null;
  if (!(error instanceof Error) || !isTheirs) return error;
  return new OperatorError(tell(error.message.replaceAll(/\s+/g, ' ')));
}
