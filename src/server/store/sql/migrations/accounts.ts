import type { SqlDialect } from './dialect.ts';

/** Accounts: passwords, links, tokens of devices and scripts, integrations, watching, the audit log. */
export const accounts = (sql: SqlDialect) => `
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
  `;
