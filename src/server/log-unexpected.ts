import type { FastifyBaseLogger } from 'fastify';
import { Refusal } from '../shared/protocol/errors.ts';

/**
 * Logs what failed for no reason that is known. What is only unavailable is told of where that is
 * noticed, once for everything that needs it, and passes.
 */
export function logUnexpected(
  logger: FastifyBaseLogger,
  error: unknown,
  text: string,
  about: object = {},
): void {
  if (isUnavailable(error)) return;
  logger.error({ err: error, ...about }, text);
}

/** Whether it could not be done because a database or another server cannot be reached. */
export function isUnavailable(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code === 'unavailable';
}
