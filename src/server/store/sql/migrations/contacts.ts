import type { SqlDialect } from './dialect.ts';

/** Contacts and the queue. */
export const contacts = (sql: SqlDialect) => `
  ALTER TABLE members ADD COLUMN last_assignment_no ${sql.integer} NOT NULL DEFAULT 0;

  CREATE INDEX members_by_assignment ON members (team_id, last_assignment_no);

  CREATE TABLE contacts (
    contact_id TEXT PRIMARY KEY,
    team_id TEXT NOT NULL REFERENCES teams (team_id) ON DELETE CASCADE,
    customer TEXT NOT NULL,
    subject TEXT,
    channel TEXT,
    external_id TEXT,
    link TEXT,
    arrived_at ${sql.integer} NOT NULL,
    position ${sql.integer} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'assigned', 'accepted', 'closed')),
    member_id TEXT REFERENCES members (member_id),
    assigned_at ${sql.integer},
    assigned_by TEXT CHECK (assigned_by IN ('queue', 'hand')),
    assignment_no ${sql.integer} NOT NULL DEFAULT 0,
    given_offline_since ${sql.integer},
    accepted_at ${sql.integer},
    closed_at ${sql.integer},
    return_reason TEXT CHECK (return_reason IN ('returned', 'offline', 'left-team')),
    returned_from TEXT,
    returned_at ${sql.integer},
    declined_by TEXT NOT NULL${sql.json('declined_by')},
    CHECK (CASE state
      WHEN 'waiting' THEN member_id IS NULL
      WHEN 'closed' THEN TRUE
      ELSE member_id IS NOT NULL END)
  )${sql.strict};
  CREATE INDEX contacts_by_state ON contacts (team_id, state, position);
  CREATE INDEX contacts_by_member ON contacts (member_id, state);
  CREATE INDEX contacts_by_arrival ON contacts (team_id, arrived_at, contact_id);
  CREATE INDEX contacts_by_end ON contacts (closed_at);
  CREATE UNIQUE INDEX one_open_contact ON contacts (team_id, external_id) WHERE state <> 'closed';
  `;
