import { accounts } from './migrations/accounts.ts';
import { answeredRequests } from './migrations/answered-requests.ts';
import { contacts } from './migrations/contacts.ts';
import type { SqlDialect } from './migrations/dialect.ts';
import { identities } from './migrations/identities.ts';
import { leadership } from './migrations/leadership.ts';
import { presence } from './migrations/presence.ts';
import { seats } from './migrations/seats.ts';
import { teamNames } from './migrations/team-names.ts';
import { teams } from './migrations/teams.ts';
import { webhooks } from './migrations/webhooks.ts';

/**
 * Forward only: entry n takes a database from version n to n + 1. An entry that was released is
 * never changed again.
 */
export const MIGRATIONS: readonly ((sql: SqlDialect) => string)[] = [
  teams,
  presence,
  accounts,
  contacts,
  teamNames,
  webhooks,
  identities,
  answeredRequests,
  seats,
  leadership,
];

export const SCHEMA_VERSION = MIGRATIONS.length;
