/** What the two databases write differently. */
export type SqlDialect = {
  /** A whole number of 64 bits. */
  readonly integer: string;
  /** Keeps columns to their types. */
  readonly strict: string;
  /** Keeps rows by their primary key alone. */
  readonly byKey: string;
  /** A check that a column holds JSON. */
  json(column: string): string;
  /** An expression for an id that nobody has. */
  readonly newId: string;
  /** Statements that refuse to change or remove rows of a table. */
  growOnly(table: string): string;
};

/**
 * Forward only: entry n takes a database from version n to n + 1. An entry that was released is
 * never changed again.
 */
export const MIGRATIONS: readonly ((sql: SqlDialect) => string)[] = [
  (sql) => `
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
  `,
  (sql) => `
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
  `,
  (sql) => `
  ALTER TABLE teams ADD COLUMN created_at ${sql.integer} NOT NULL DEFAULT 0;

  ALTER TABLE members ADD COLUMN password_hash TEXT;
  ALTER TABLE members ADD COLUMN active ${sql.integer} NOT NULL DEFAULT 1;
  ALTER TABLE members ADD COLUMN receives_contacts ${sql.integer} NOT NULL DEFAULT 1;
  ALTER TABLE members ADD COLUMN capacity ${sql.integer} NOT NULL DEFAULT 3;

  CREATE TABLE device_tokens (
    token_id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('desktop', 'web', 'api')),
    device_id TEXT,
    device_name TEXT NOT NULL,
    created_at ${sql.integer} NOT NULL,
    last_used_at ${sql.integer},
    UNIQUE (member_id, device_id)
  )${sql.strict};
  INSERT INTO device_tokens
    SELECT ${sql.newId}, token_hash, member_id, 'desktop', NULL, device_name, created_at, last_used_at
    FROM tokens;
  DROP TABLE tokens;
  ALTER TABLE device_tokens RENAME TO tokens;
  CREATE INDEX tokens_by_member ON tokens (member_id);

  CREATE TABLE links (
    link_id TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    team_id TEXT NOT NULL REFERENCES teams (team_id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('invite', 'password', 'device')),
    member_id TEXT REFERENCES members (member_id) ON DELETE CASCADE,
    email TEXT,
    role TEXT CHECK (role IN ('owner', 'manager', 'agent')),
    challenge TEXT,
    device_name TEXT,
    created_by TEXT,
    created_at ${sql.integer} NOT NULL,
    expires_at ${sql.integer} NOT NULL
  )${sql.strict};
  CREATE INDEX links_by_team ON links (team_id, kind);

  CREATE TABLE integrations (
    integration_id TEXT PRIMARY KEY,
    team_id TEXT NOT NULL REFERENCES teams (team_id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL${sql.json('scopes')},
    created_by TEXT,
    created_at ${sql.integer} NOT NULL,
    last_used_at ${sql.integer},
    UNIQUE (team_id, name)
  )${sql.strict};

  CREATE TABLE watches (
    member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
    watched_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
    PRIMARY KEY (member_id, watched_id)
  )${sql.byKey};

  CREATE TABLE audit (
    audit_id TEXT PRIMARY KEY,
    team_id TEXT NOT NULL REFERENCES teams (team_id),
    no ${sql.integer} NOT NULL,
    at ${sql.integer} NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('member', 'integration', 'operator', 'system')),
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_id TEXT,
    subject_name TEXT,
    before TEXT,
    after TEXT,
    UNIQUE (team_id, no)
  )${sql.strict};
  ${sql.growOnly('audit')}

  CREATE TABLE requests (
    caller TEXT NOT NULL,
    request_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status ${sql.integer},
    body TEXT,
    created_at ${sql.integer} NOT NULL,
    PRIMARY KEY (caller, request_key)
  )${sql.byKey};
  CREATE INDEX requests_by_age ON requests (created_at);
  `,
  (sql) => `
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
  `,
  () => `
  CREATE UNIQUE INDEX teams_by_name ON teams (name);
  `,
  (sql) => `
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
  `,
  (sql) => `
  CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
    linked_at ${sql.integer} NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (member_id, issuer)
  )${sql.byKey};
  `,
  // What was begun but not answered is not known to have been done, so its key is free again.
  (sql) => `
  CREATE TABLE answered_requests (
    caller TEXT NOT NULL,
    request_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status ${sql.integer} NOT NULL,
    body TEXT NOT NULL,
    answered_at ${sql.integer} NOT NULL,
    PRIMARY KEY (caller, request_key)
  )${sql.byKey};
  INSERT INTO answered_requests
    SELECT caller, request_key, fingerprint, status, body, created_at
    FROM requests WHERE status IS NOT NULL AND body IS NOT NULL;
  DROP TABLE requests;
  ALTER TABLE answered_requests RENAME TO requests;
  CREATE INDEX requests_by_age ON requests (answered_at);
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;
