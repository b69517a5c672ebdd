import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { OperatorError } from '../../operator-error.ts';
import { SqlStore } from '../sql/sql-store.ts';
import type { Tables } from '../sql/tables.ts';
import { ChangeListener, type DatabaseUse } from './change-listener.ts';
import { impatientPool } from './impatient-pool.ts';
import { migratePostgres, withoutPassword } from './migrate.ts';

const CHANNEL = 'ampel_changes';

export type PostgresOptions = {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  readonly warn: (message: string) => void;
  /** A server that is alone, and those of a cluster, keep each other out. */
  readonly use?: DatabaseUse;
  /** Runs when the last connection is closed. */
  readonly onClose?: () => void;
};

/** The store in PostgreSQL, which several processes may use at once. It connects when it is used. */
export function openPostgresStore({
  url,
  warn,
  use = 'beside',
  onClose,
}: PostgresOptions): SqlStore {
  const origin = randomUUID();
  const listener = new ChangeListener({ url, channel: CHANNEL, origin, use, warn });
  const pool = impatientPool({ url, warn, onAnswering: () => listener.check() });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return new SqlStore({
    kysely,
    async prepare() {
      await migratePostgres(url);
      if (await listener.start()) return;
      throw isTaken(withoutPassword(url), use);
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
    async holdTerm(transaction) {
      const row = await transaction
        .selectFrom('leadership')
        .select('term')
        .forShare()
        .executeTakeFirst();
      return row?.term ?? 0;
    },
    async lockTerm(transaction) {
      // Of the row alone those who hold it could take turns for ever; the table has a queue.
      await sql`lock table leadership in exclusive mode`.execute(transaction);
    },
    async announce(transaction) {
      await sql`select pg_notify(${CHANNEL}, ${origin})`.execute(transaction);
    },
    onExternalChange: (heard) => listener.listen(heard),
    async close() {
      await listener.close();
      await kysely.destroy();
      // Kysely does not end what it has never used.
      await pool.end();
      onClose?.();
    },
  });
}

function isTaken(database: string, use: DatabaseUse): OperatorError {
  return new OperatorError(
    use === 'alone'
      ? `Another Ampel server uses the database ${database}. Stop it first, or give all of them the same REDIS_URL: without it each would know its own devices only.`
      : `An Ampel server without REDIS_URL uses the database ${database}. Stop it first, or start it again with the REDIS_URL of this one.`,
  );
}
