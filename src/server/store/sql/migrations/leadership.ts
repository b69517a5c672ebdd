import type { SqlDialect } from './dialect.ts';

/** The terms in which one of several servers led, counted in the only row. */
export const leadership = (sql: SqlDialect) => `
  CREATE TABLE leadership (
    term ${sql.integer} NOT NULL
  )${sql.strict};
  INSERT INTO leadership VALUES (0);
  `;
