/**
 * Every code a refusal can carry, with what it means to whoever receives it. SPEC.md lists the
 * same codes; a test keeps the two equal.
 */
export const ERROR_CODES = {
  invalid: 'The message does not fit its schema; it says where. Nothing was changed.',
  unauthorized: 'The token is unknown, revoked or expired. Sign in again.',
  forbidden: "The member's role does not allow this.",
  'not-found': 'There is no such member, contact or command.',
  conflict: 'It clashes with something that already stands.',
  'rate-limited': 'Too many messages or attempts. Try again later.',
  'too-large': 'The message is larger than the server reads.',
  unavailable: 'The server cannot do this at the moment. Try again.',
  'protocol-unsupported': 'Server and client speak different protocol versions. Update one.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** A refusal that the caller caused or must hear of; anything else that is thrown is a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
