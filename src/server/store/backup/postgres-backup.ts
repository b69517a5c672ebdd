import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import pg from 'pg';
import { OperatorError } from '../../operator-error.ts';
import { IN_USE_LOCK } from '../postgres/change-listener.ts';
import { migrateWithin, schemaVersion, unusable, withoutPassword } from '../postgres/migrate.ts';
import { isOutage } from '../postgres/outage.ts';
import { getTypeParser } from '../postgres/type-parser.ts';
import { inTransaction, migrate } from '../sqlite/sqlite-file.ts';
import { notEmpty } from './not-empty.ts';
import { type SchemaTable, schemaTables } from './schema-tables.ts';

/** How many rows travel at once. */
const BATCH = 1_000;

/**
 * Copies the database, as it is at one moment, into an empty file. Servers may go on writing to it
 * meanwhile.
 * @throws OperatorError where it cannot be reached, or is none that can be used.
 */
export async function backUpPostgres(url: string, file: string): Promise<void> {
  await within(url, 'ISOLATION LEVEL REPEATABLE READ, READ ONLY', async (client) => {
    const { rows } = await client.query("SELECT to_regclass('ampel_schema') AS found");
    if (rows[0]?.found === null) {
      throw new OperatorError(`There is no Ampel in the database ${withoutPassword(url)} yet.`);
    }
    const version = await schemaVersion(client, url);
    using database = new DatabaseSync(file, { enableForeignKeyConstraints: true });
    migrate(database, version);
    for (const table of schemaTables(version)) await copyOut(client, table, database);
  });
}

/**
 * Puts what is in a backup of the current schema into the database; all or nothing.
 * @throws OperatorError where a server uses it, or where there are teams in it and they are not to be replaced.
 */
export async function restorePostgres(
  url: string,
  backup: string,
  { replace }: { readonly replace: boolean },
): Promise<void> {
  await within(url, '', async (client) => {
    await claim(client, url);
    await migrateWithin(client, url);
    const { rowCount } = await client.query('SELECT 1 FROM teams LIMIT 1');
    if (!replace && rowCount !== 0) throw notEmpty(withoutPassword(url));
    const tables = schemaTables();
    await empty(client, tables);
    using database = new DatabaseSync(backup, { readOnly: true });
    for (const table of tables) await copyIn(client, table, database);
  });
}

/** Makes sure that no server uses the database until the transaction is over. */
async function claim(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query('SELECT pg_try_advisory_xact_lock($1) AS free', [
    IN_USE_LOCK,
  ]);
  if (rows[0]?.free === true) return;
  throw new OperatorError(
    `A server uses the database ${withoutPassword(url)}. Nothing was changed; stop every Ampel server that does, then try again.`,
  );
}

/** Removes every row, also of tables that can only grow. */
async function empty(client: pg.Client, tables: readonly SchemaTable[]): Promise<void> {
  const names = tables.map(({ name }) => name);
  for (const name of names) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  await client.query(`TRUNCATE ${names.join(', ')}`);
  for (const name of names) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
}

async function copyOut(
  client: pg.Client,
  { name, columns }: SchemaTable,
  database: DatabaseSync,
): Promise<void> {
  // What a migration has put there.
  database.exec(`DELETE FROM ${name}`);
  const insert = database.prepare(
    `INSERT INTO ${name} (${listOf(columns)}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  await client.query(`DECLARE rows_of_table CURSOR FOR SELECT ${listOf(columns)} FROM ${name}`);
  for (;;) {
    const { rows } = await client.query<SQLInputValue[]>({
      text: `FETCH ${BATCH} FROM rows_of_table`,
      rowMode: 'array',
    });
    if (rows.length === 0) break;
    inTransaction(database, () => {
      for (const row of rows) insert.run(...row);
    });
  }
  await client.query('CLOSE rows_of_table');
}

async function copyIn(
  client: pg.Client,
  { name, columns }: SchemaTable,
  database: DatabaseSync,
): Promise<void> {
  const types = { INTEGER: 'bigint', TEXT: 'text' } as const;
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${types[type]}[]`).join(', ');
  const insert = `INSERT INTO ${name} (${listOf(columns)}) SELECT * FROM unnest(${arrays})`;
  const send = async (rows: readonly Record<string, unknown>[]) => {
    if (rows.length === 0) return;
    await client.query(
      insert,
      columns.map((column) => rows.map((row) => row[column.name])),
    );
  };
  let batch: Record<string, unknown>[] = [];
  for (const row of database.prepare(`SELECT ${listOf(columns)} FROM ${name}`).iterate()) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    await send(batch);
    batch = [];
  }
  await send(batch);
}

function listOf(columns: SchemaTable['columns']): string {
  return columns.map(({ name }) => `"${name}"`).join(', ');
}

/** Runs `work` in a transaction of a connection of its own; all or nothing. */
async function within(
  url: string,
  mode: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'ampel backup',
    types: { getTypeParser },
  });
  // What breaks the connection also fails the query that is under way.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`BEGIN ${mode}`);
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    throw error instanceof pg.DatabaseError || isOutage(error) ? unusable(url, error) : error;
  } finally {
    // Ends what was not committed.
    await client.end().catch(() => undefined);
  }
}
