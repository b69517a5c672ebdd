/** A database as the first version wrote it, with one of everything. */
export const VERSION_1 = `
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

  INSERT INTO teams VALUES ('team', 'Support',
    '{"inactivityTimeoutMinutes":5,"lockPolicy":"ignore","assignOnlyOnline":true,"holdSeconds":60}');
  INSERT INTO members VALUES ('ada', 'team', 'ada@example.com', 'Ada', 'owner', 1000);
  INSERT INTO members VALUES ('bo', 'team', 'bo@example.com', 'Bo', 'agent', 2000);
  INSERT INTO choices VALUES ('ada', 'busy', 5000, 9000, 'On a call', 'online');
  INSERT INTO tokens VALUES ('hash', 'ada', 'laptop', 3000, 4000);
  PRAGMA application_id = 0x416d706c;
  PRAGMA user_version = 1;
`;
