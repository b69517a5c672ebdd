import type { SqlDialect } from './dialect.ts';

/**
 * Requests with what was answered. What was begun but not answered is not known to have been
 * done, so its key is free again.
 */
export const answeredRequests = (sql: SqlDialect) => `
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
  `;
