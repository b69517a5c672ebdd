import pg from 'pg';
import { OperatorError } from '../../operator-error.ts';
import type { SqlDialect } from '../sql/migrations/dialect.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../sql/migrations.ts';

/** Names the lock under which one process at a time migrates: "Ampl". */
const LOCK = 0x41_6d_70_6c;

const POSTGRES: SqlDialect = {
  integer: 'BIGINT',
  strict: '',
  byKey: '',
  json: () => '',
  newId: 'gen_random_uuid()::text',
  growOnly: (table) => `
    CREATE FUNCTION ${table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'the table ${table} can only grow'; END $$;
    CREATE TRIGGER ${table}_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION ${table}_refuse();`,
};

/** How long it may take until there is a connection, in milliseconds. */
const CONNECT_MS = 10_000;

/**
 * Brings the database to the current schema, one process at a time; all or nothing. It takes the
 * time that it takes.
 * @throws OperatorError where it cannot be reached or used.
 */
export async function migratePostgres(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'ampel',
    connectionTimeoutMillis: CONNECT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN');
    await migrateWithin(client, url);
    await client.query('COMMIT');
  } catch (error) {
    throw unusable(url, error);
  } finally {
    // What was not committed ends with the connection.
    await client.end().catch(() => undefined);
  }
}

/**
 * The same within a transaction that is under way.
 * @throws OperatorError where a newer Ampel wrote the database.
 */
export async function migrateWithin(client: pg.ClientBase, url: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  await client.query('CREATE TABLE IF NOT EXISTS ampel_schema (version BIGINT NOT NULL)');
  const version = await schemaVersion(client, url);
  for (const step of MIGRATIONS.slice(version)) await client.query(step(POSTGRES));
  await client.query('DELETE FROM ampel_schema');
  await client.query('INSERT INTO ampel_schema VALUES ($1)', [SCHEMA_VERSION]);
}

/** @throws OperatorError where a newer Ampel wrote the database. */
export async function schemaVersion(client: pg.ClientBase, url: string): Promise<number> {
  const { rows } = await client.query<{ version: string | number }>(
    'SELECT version FROM ampel_schema',
  );
  const version = Number(rows[0]?.version ?? 0);
  if (version <= SCHEMA_VERSION) return version;
  throw new OperatorError(
    `The database ${withoutPassword(url)} was written by a newer Ampel (schema ${version}, this one knows ${SCHEMA_VERSION}). ` +
      'Nothing was changed; update Ampel, or name another database in DATABASE_URL.',
  );
}

/** What the operator is told of a database that does not do what it should. */
export function unusable(url: string, error: unknown): Error {
  if (error instanceof OperatorError) return error;
  const reason = reasonOf(error).replaceAll(/\s+/g, ' ');
  return new OperatorError(
    `Cannot use the database ${withoutPassword(url)} (${reason}). ` +
      'See that PostgreSQL runs there and that DATABASE_URL names it, its user and its password.',
  );
}

function reasonOf(error: unknown): string {
  // Where a host has several addresses there is one error for each.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

export function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'of DATABASE_URL';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
