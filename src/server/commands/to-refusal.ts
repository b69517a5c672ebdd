import type { FastifyBaseLogger } from 'fastify';
import { Refusal } from '../../shared/protocol/errors.ts';

/** What the caller is told. Whatever is not a refusal is a bug or an outage: it is logged in full. */
export function toRefusal(error: unknown, logger: FastifyBaseLogger, during: string): Refusal {
  if (error instanceof Refusal) return error;
  logger.error({ err: error, during }, 'unexpected error');
  return new Refusal('unavailable', 'The server could not do this. Try again.');
}
