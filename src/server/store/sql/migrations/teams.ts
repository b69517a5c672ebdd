import type { SqlDialect } from './dialect.ts';

/** Teams, members, what they chose and what their devices prove themselves with. */
export const teams = (sql: SqlDialect) => `
  CREATE TABLE teams (
    team_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    settings TEXT NOT NULL${sql.json('settings')}
  )${sql.strict};

  CREATE TABLE members (
    member_id TEXT PRIMARY KEY,
    team_id TEXT NOT NULL REFERENCES teams (team_id),
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'agent')),
    created_at ${sql.integer} NOT NULL
  )${sql.strict};
  CREATE INDEX members_by_team ON members (team_id);

  CREATE TABLE choices (
    member_id TEXT PRIMARY KEY REFERENCES members (member_id) ON DELETE CASCADE,
    choice TEXT NOT NULL CHECK (choice IN ('online', 'busy')),
    made_at ${sql.integer} NOT NULL,
    until ${sql.integer},
    note TEXT,
    fallback TEXT NOT NULL CHECK (fallback IN ('online', 'busy'))
  )${sql.strict};

  CREATE TABLE tokens (
    token_hash TEXT PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
    device_name TEXT NOT NULL,
    created_at ${sql.integer} NOT NULL,
    last_used_at ${sql.integer},
    UNIQUE (member_id, device_name)
  )${sql.strict};
  `;
