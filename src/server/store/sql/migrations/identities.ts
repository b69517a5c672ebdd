import type { SqlDialect } from './dialect.ts';

/** Accounts at OpenID Connect providers. */
export const identities = (sql: SqlDialect) => `
  CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
    linked_at ${sql.integer} NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (member_id, issuer)
  )${sql.byKey};
  `;
