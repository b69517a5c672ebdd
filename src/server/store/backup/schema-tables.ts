import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../sqlite/sqlite-file.ts';

/** A table and its columns, in the order in which the migrations made them. */
export type SchemaTable = {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: 'INTEGER' | 'TEXT' }[];
};

/**
 * The tables that the migrations up to a version make; each comes after those that it refers to.
 * They are asked of a database rather than listed, so that none can be forgotten.
 */
export function schemaTables(version?: number): readonly SchemaTable[] {
  const database = new DatabaseSync(':memory:');
  try {
    migrate(database, version);
    return tablesOf(database);
  } finally {
    database.close();
  }
}

/** {@link schemaTables} of a database. */
export function tablesOf(database: DatabaseSync): readonly SchemaTable[] {
  const names = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => String(name));
  const left = new Map(names.map((name) => [name, referredTo(database, name)]));
  const ordered: SchemaTable[] = [];
  while (left.size > 0) {
    const next = [...left].find(([, others]) => others.every((other) => !left.has(other)))?.[0];
    if (next === undefined) throw new Error(`tables refer to each other: ${[...left.keys()]}`);
    left.delete(next);
    ordered.push({ name: next, columns: columnsOf(database, next) });
  }
  return ordered;
}

function referredTo(database: DatabaseSync, table: string): readonly string[] {
  return database
    .prepare('SELECT DISTINCT "table" AS name FROM pragma_foreign_key_list(?)')
    .all(table)
    .map(({ name }) => String(name))
    .filter((name) => name !== table);
}

function columnsOf(database: DatabaseSync, table: string): SchemaTable['columns'] {
  const rows = database.prepare('SELECT name, type FROM pragma_table_info(?)').all(table);
  return rows.map(({ name, type }) => {
    if (type !== 'INTEGER' && type !== 'TEXT') {
      throw new Error(`${table}.${name} is of a type that backups do not know: ${type}`);
    }
    return { name: String(name), type };
  });
}
