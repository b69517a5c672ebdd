import type { SqlDialect } from './dialect.ts';

/** The past of statuses, and what presence goes on from after a restart. */
export const presence = (sql: SqlDialect) => `
  ALTER TABLE teams ADD COLUMN timeout_set_by TEXT;
  ALTER TABLE teams ADD COLUMN timeout_set_at ${sql.integer};

  ALTER TABLE choices ADD COLUMN made_on TEXT;

  CREATE TABLE devices (
    member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
    device_id TEXT NOT NULL,
    name TEXT NOT NULL,
    last_input_at ${sql.integer} NOT NULL,
    locked ${sql.integer} NOT NULL CHECK (locked IN (0, 1)),
    PRIMARY KEY (member_id, device_id)
  )${sql.byKey};

  CREATE TABLE status_history (
    member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('online', 'busy', 'offline')),
    cause TEXT NOT NULL,
    began_at ${sql.integer} NOT NULL,
    ended_at ${sql.integer},
    device_name TEXT
  )${sql.strict};
  CREATE INDEX history_by_member ON status_history (member_id, began_at);
  CREATE INDEX history_by_end ON status_history (ended_at);
  CREATE UNIQUE INDEX one_open_status ON status_history (member_id) WHERE ended_at IS NULL;
  `;
