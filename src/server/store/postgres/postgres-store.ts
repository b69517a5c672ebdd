import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { Refusal } from '../../../shared/protocol/errors.ts';
import { OperatorError } from '../../operator-error.ts';
import { SqlStore } from '../sql/sql-store.ts';
import type { Tables } from '../sql/tables.ts';
import { ChangeListener } from './change-listener.ts';
import { migratePostgres, withoutPassword } from './migrate.ts';
import { isOutage } from './outage.ts';

/** Most connections one process has. */
const POOL_SIZE = 10;

/** How long a statement or a connection may take, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** PostgreSQL's number for `bigint`, which it writes as text. */
const INT8 = 20;

const CHANNEL = 'ampel_changes';

export type PostgresOptions = {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  readonly warn: (message: string) => void;
  /** It is for a server, of which a database has one. */
  readonly serves?: boolean;
  /** Runs when the last connection is closed. */
  readonly onClose?: () => void;
};

/** The store in PostgreSQL, which several processes may use at once. It connects when it is used. */
export function openPostgresStore({
  url,
  warn,
  serves = false,
  onClose,
}: PostgresOptions): SqlStore {
  const origin = randomUUID();
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'ampel',
    max: POOL_SIZE,
    connectionTimeoutMillis: TIMEOUT_MS,
    statement_timeout: TIMEOUT_MS,
    query_timeout: 2 * TIMEOUT_MS,
    types: { getTypeParser },
  });
  // An idle connection that ends is replaced by the next one that is needed.
  pool.on('error', (error) => warn(`a connection to the database ended: ${error.message}`));
  // One that ends while a transaction has it fails that; unheard, it would end this process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: saying(pool) }) });
  const listener = new ChangeListener({ url, channel: CHANNEL, origin, serves, warn });
  return new SqlStore({
    kysely,
    async prepare() {
      await migratePostgres(pool, url);
      if (await listener.start()) return;
      throw new OperatorError(
        `Another Ampel server uses the database ${withoutPassword(url)}. Stop it first: each of two would know its own devices only.`,
      );
    },
    async lockTeam(transaction, teamId) {
      await transaction
        .selectFrom('teams')
        .select('team_id')
        .where('team_id', '=', teamId)
        .forUpdate()
        .execute();
    },
    async lockMember(transaction, memberId) {
      await transaction
        .selectFrom('members')
        .select('member_id')
        .where('member_id', '=', memberId)
        .forNoKeyUpdate()
        .execute();
    },
    async announce(transaction) {
      await sql`select pg_notify(${CHANNEL}, ${origin})`.execute(transaction);
    },
    onExternalChange: (heard) => listener.listen(heard),
    async close() {
      await listener.close();
      await kysely.destroy();
      if (!pool.ended) await pool.end();
      onClose?.();
    },
  });
}

/** Times and counts are numbers here: they are far below 2^53. */
export function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format);
}

/** The pool, which says in the domain's words that the database does not answer. */
function saying(pool: pg.Pool): ConstructorParameters<typeof PostgresDialect>[0]['pool'] {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch(fail);
      return new Proxy(client, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name, target);
          if (typeof value !== 'function') return value;
          if (name !== 'query') return value.bind(target);
          return (...query: unknown[]) => Promise.resolve(value.apply(target, query)).catch(fail);
        },
      });
    },
  };
}

function fail(error: unknown): never {
  if (!isOutage(error)) throw error;
  throw new Refusal('unavailable', 'The database does not answer. Try again in a moment.');
}
