import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { OperatorError } from '../../operator-error.ts';
import { SqlStore } from '../sql/sql-store.ts';
import type { Tables } from '../sql/tables.ts';
import { ChangeListener } from './change-listener.ts';
import { impatientPool } from './impatient-pool.ts';
import { migratePostgres, withoutPassword } from './migrate.ts';

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
  const listener = new ChangeListener({ url, channel: CHANNEL, origin, serves, warn });
  const pool = impatientPool({ url, warn, onAnswering: () => listener.check() });
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return new SqlStore({
    kysely,
    async prepare() {
      await migratePostgres(url);
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
      // Kysely does not end what it has never used.
      await pool.end();
      onClose?.();
    },
  });
}
