import type { SqlDialect } from './dialect.ts';

/** Webhooks and what is on its way to them; what was told of coverage. */
export const webhooks = (sql: SqlDialect) => `
  ALTER TABLE teams ADD COLUMN uncovered_since ${sql.integer};

  CREATE TABLE webhooks (
    webhook_id TEXT PRIMARY KEY,
    team_id TEXT NOT NULL REFERENCES teams (team_id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    events TEXT NOT NULL${sql.json('events')},
    secret TEXT NOT NULL,
    active ${sql.integer} NOT NULL CHECK (active IN (0, 1)),
    created_by TEXT,
    created_at ${sql.integer} NOT NULL,
    failing_since ${sql.integer},
    last_no ${sql.integer} NOT NULL
  )${sql.strict};
  CREATE INDEX webhooks_by_team ON webhooks (team_id);

  CREATE TABLE webhook_deliveries (
    delivery_id TEXT PRIMARY KEY,
    webhook_id TEXT NOT NULL REFERENCES webhooks (webhook_id) ON DELETE CASCADE,
    no ${sql.integer} NOT NULL,
    subject TEXT NOT NULL,
    event TEXT NOT NULL,
    body TEXT NOT NULL${sql.json('body')},
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'given-up')),
    created_at ${sql.integer} NOT NULL,
    attempts ${sql.integer} NOT NULL,
    last_attempt_at ${sql.integer},
    next_attempt_at ${sql.integer} NOT NULL,
    claimed ${sql.integer} NOT NULL CHECK (claimed IN (0, 1)),
    http_status ${sql.integer},
    problem TEXT,
    UNIQUE (webhook_id, no)
  )${sql.strict};
  CREATE INDEX deliveries_due ON webhook_deliveries (next_attempt_at) WHERE state = 'pending';
  CREATE INDEX deliveries_of_subject ON webhook_deliveries (webhook_id, subject, no) WHERE state = 'pending';
  CREATE INDEX deliveries_by_age ON webhook_deliveries (created_at);
  `;
