/**
 * Something the person at the command line can put right. The message is one line: what happened,
 * and what to do. It is shown without a stack; anything else that is thrown is a bug.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** The code Node.js or SQLite gave an error, or null where there is none. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}
