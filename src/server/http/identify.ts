import type { FastifyRequest } from 'fastify';
import { CSRF_HEADER } from '../../shared/api/problem.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { Caller } from '../commands/caller.ts';
import { permit, type Who } from '../commands/who.ts';
import { isOwnOrigin } from './origin.ts';
import { isCsrfOf, readSessionCookie } from './session-cookie.ts';

/** Whom a token or key speaks for; null where it is unknown or void. */
export type Authenticate = (secret: string) => Promise<Caller | null>;

type Rules = {
  readonly authenticate: Authenticate;
  readonly publicUrl: string | null;
};

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Who makes a request, after it was checked that they may and mean to.
 * @throws Refusal `unauthorized`, `forbidden`
 */
export async function identify(
  request: FastifyRequest,
  who: Who | 'anyone',
  { authenticate, publicUrl }: Rules,
): Promise<Caller | null> {
  const changes = !SAFE_METHODS.includes(request.method);
  if (changes && !isOwnOrigin(request.raw, publicUrl)) {
    throw new Refusal('forbidden', 'Pages of other sites may not do this.');
  }
  if (who === 'anyone') return null;
  const caller = await callerOf(request, authenticate, changes);
  permit(who, caller);
  return caller;
}

async function callerOf(
  request: FastifyRequest,
  authenticate: Authenticate,
  changes: boolean,
): Promise<Caller> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    const caller = secret === undefined ? null : await authenticate(secret);
    if (caller !== null) return caller;
    throw new Refusal('unauthorized', 'This token or key is unknown, revoked or replaced.');
  }
  const token = readSessionCookie(request.headers.cookie, request.protocol === 'https');
  const caller = token === null ? null : await authenticate(token);
  if (token === null || caller === null) throw new Refusal('unauthorized', 'Sign in first.');
  // The browser sends the cookie by itself, so a change needs something that it does not.
  const proof = request.headers[CSRF_HEADER];
  if (changes && !isCsrfOf(token, [proof].flat()[0])) {
    throw new Refusal('forbidden', 'The page is out of date. Load it again.');
  }
  return caller;
}
