import type { FastifyBaseLogger, FastifyReply } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  isResponseSerializationError,
} from 'fastify-type-provider-zod';
import { HTTP_STATUS, type HttpProblem, PROBLEM_TYPE } from '../../shared/api/problem.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { MAX_BODY_BYTES } from '../../shared/protocol/limits.ts';
import { toRefusal } from '../commands/to-refusal.ts';
import { TooManyAttempts } from '../limits/attempts.ts';
import { errorCode } from '../operator-error.ts';

/** Answers with what went wrong (RFC 9457). Whatever nobody refused is logged in full. */
export function sendProblem(
  reply: FastifyReply,
  error: unknown,
  logger: FastifyBaseLogger,
  during: string,
): FastifyReply {
  const refusal = ofFramework(error) ?? toRefusal(error, logger, during);
  // Who tries what they may not is of interest to whoever runs the server; with what, is not.
  if (refusal.code === 'unauthorized' || refusal.code === 'forbidden') {
    logger.info({ code: refusal.code, during }, 'refused');
  }
  if (refusal instanceof TooManyAttempts) {
    logger.warn({ code: refusal.code, during }, 'refused');
    reply.header('retry-after', refusal.retryAfterSeconds);
  }
  if (refusal.code === 'unauthorized') reply.header('www-authenticate', 'Bearer');
  const problem = problemOf(refusal);
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

export function problemOf({ code, message }: Refusal): HttpProblem {
  const title = code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');
  return { type: 'about:blank', title, status: HTTP_STATUS[code], detail: message, code };
}

/** What Fastify refuses by itself; null where it is none of that. */
function ofFramework(error: unknown): Refusal | null {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const context = 'validationContext' in error ? `${error.validationContext}` : 'request';
    const issues = error.validation.map(({ instancePath, message }) => {
      const where = instancePath.slice(1).replaceAll('/', '.');
      return where === '' ? message : `${where}: ${message}`;
    });
    return new Refusal(
      'invalid',
      `The ${NAMES[context] ?? context} does not fit. ${issues.join('; ')}`,
    );
  }
  if (isResponseSerializationError(error)) return null;
  switch (errorCode(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('too-large', `The server reads at most ${MAX_BODY_BYTES} bytes.`);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal('invalid', 'The body has to be JSON, with content-type application/json.');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Refusal('invalid', 'The body is not JSON.');
    case 'FST_ERR_BAD_URL':
      return new Refusal('invalid', 'The address is not encoded as addresses are.');
    default:
      return null;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  body: 'body',
  querystring: 'query',
  params: 'address',
  headers: 'headers',
};
