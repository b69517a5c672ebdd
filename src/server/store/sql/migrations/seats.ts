import type { SqlDialect } from './dialect.ts';

/** A seat for everybody; those who are there have theirs in the order in which they came. */
export const seats = (sql: SqlDialect) => `
  ALTER TABLE members ADD COLUMN seat ${sql.integer} NOT NULL DEFAULT 0;
  UPDATE members SET seat = (
    SELECT count(*) FROM members AS others
    WHERE others.team_id = members.team_id
      AND (others.created_at, others.member_id) <= (members.created_at, members.member_id)
  );
  CREATE UNIQUE INDEX members_by_seat ON members (team_id, seat);
  `;
