import pg from 'pg';

/** PostgreSQL's number for `bigint`, which it writes as text. */
const INT8 = 20;

/** Times and counts are numbers here: they are far below 2^53. */
export function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format);
}
