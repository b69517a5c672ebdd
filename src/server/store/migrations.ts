/**
 * Forward only: entry n takes a database from version n to n + 1. An entry that was released is
 * never changed again.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE teams (
    team_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    settings TEXT NOT NULL CHECK (json_valid(settings))
  ) STRICT;

  CREATE TABLE members (
    member_id TEXT PRIMARY KEY,
    team_id TEXT NOT NULL REFERENCES teams (team_id),
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'agent')),
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX members_by_team ON members (team_id);

  CREATE TABLE choices (
    member_id TEXT PRIMARY KEY REFERENCES members (member_id) ON DELETE CASCADE,
    choice TEXT NOT NULL CHECK (choice IN ('online', 'busy')),
    made_at INTEGER NOT NULL,
    until INTEGER,
    note TEXT,
    fallback TEXT NOT NULL CHECK (fallback IN ('online', 'busy'))
  ) STRICT;

  CREATE TABLE tokens (
    token_hash TEXT PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
    device_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    UNIQUE (member_id, device_name)
  ) STRICT;
  `,
  `
  ALTER TABLE teams ADD COLUMN timeout_set_by TEXT;
  ALTER TABLE teams ADD COLUMN timeout_set_at INTEGER;

  ALTER TABLE choices ADD COLUMN made_on TEXT;

  CREATE TABLE devices (
    member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
    device_id TEXT NOT NULL,
    name TEXT NOT NULL,
    last_input_at INTEGER NOT NULL,
    locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
    PRIMARY KEY (member_id, device_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE status_history (
    member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('online', 'busy', 'offline')),
    cause TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    ended_at INTEGER,
    device_name TEXT
  ) STRICT;
  CREATE INDEX history_by_member ON status_history (member_id, began_at);
  CREATE INDEX history_by_end ON status_history (ended_at);
  CREATE UNIQUE INDEX one_open_status ON status_history (member_id) WHERE ended_at IS NULL;
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;
