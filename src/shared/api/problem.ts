import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../protocol/errors.ts';

const codes = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];

/** The media type of every answer that is a refusal (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

export const httpProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** The same codes as on the wire. */
  code: z.enum(codes),
});
export type HttpProblem = z.infer<typeof httpProblemSchema>;

/** The status of HTTP with which each code is answered. */
export const HTTP_STATUS = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'rate-limited': 429,
  'too-large': 413,
  unavailable: 503,
  'protocol-unsupported': 426,
} as const satisfies Record<ErrorCode, number>;

/** The header that lets a creating request be sent twice without being done twice. */
export const IDEMPOTENCY_HEADER = 'idempotency-key';
/** The header that a page of this server proves itself with, beside the cookie. */
export const CSRF_HEADER = 'x-ampel-csrf';
