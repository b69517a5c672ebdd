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
