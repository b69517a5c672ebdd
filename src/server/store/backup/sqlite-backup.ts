import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../../operator-error.ts';
import {
  databaseFile,
  inspect,
  inTransaction,
  lockFolder,
  openDatabase,
} from '../sqlite/sqlite-file.ts';
import { notEmpty } from './not-empty.ts';
import { type SchemaTable, schemaTables } from './schema-tables.ts';

/**
 * Copies the database of a data folder, as it is at one moment, into an empty file. A server may
 * go on writing to it meanwhile.
 * @throws OperatorError where there is none, or none that can be used.
 */
export async function backUpSqlite(dataFolder: string, file: string): Promise<void> {
  const source = databaseFile(dataFolder);
  if (!existsSync(source)) {
    throw new OperatorError(
      `There is no database in ${dataFolder}. Name the folder of the server with --data.`,
    );
  }
  inspect(source);
  using database = new DatabaseSync(source, { readOnly: true });
  database.prepare('VACUUM INTO ?').run(file);
}

/**
 * Puts what is in a backup of the current schema into a data folder; all or nothing.
 * @throws OperatorError where a server uses the folder, or where there are teams in it and they are not to be replaced.
 */
export async function restoreSqlite(
  dataFolder: string,
  backup: string,
  { replace }: { readonly replace: boolean },
): Promise<void> {
  const unlock = lockFolder(dataFolder);
  try {
    using database = openDatabase(dataFolder);
    database.prepare('ATTACH ? AS backup').run(backup);
    inTransaction(database, () => {
      if (!replace && database.prepare('SELECT 1 FROM teams').get() !== undefined) {
        throw notEmpty(dataFolder);
      }
      const tables = schemaTables();
      empty(database, tables);
      for (const { name, columns } of tables) {
        const list = columns.map((column) => `"${column.name}"`).join(', ');
        database.exec(`INSERT INTO main.${name} (${list}) SELECT ${list} FROM backup.${name}`);
      }
    });
  } finally {
    unlock();
  }
}

/** Removes every row, also of tables that can only grow. */
function empty(database: DatabaseSync, tables: readonly SchemaTable[]): void {
  const guards = database
    .prepare("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'")
    .all();
  for (const { name } of guards) database.exec(`DROP TRIGGER main.${name}`);
  for (const { name } of tables.toReversed()) database.exec(`DELETE FROM main.${name}`);
  for (const { sql } of guards) database.exec(String(sql));
}
