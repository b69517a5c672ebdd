import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { ServerConfig } from '../config.ts';
import { HOME_PAGE, HOME_PAGE_POLICY } from './home-page.ts';

/** Longest that an HTTP request may take to arrive, in milliseconds. */
const REQUEST_TIMEOUT_MS = 10_000;

/** The HTTP side of the server. It answers without knowing who asks, so it tells nothing of a team. */
export function createHttpServer({ logLevel, trustProxy }: ServerConfig): FastifyInstance {
  const http = Fastify({
    // To stderr, as stdout is for people. Requests are not logged: they would name addresses.
    logger: { level: logLevel, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    trustProxy,
  });
  http.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'content-security-policy': HOME_PAGE_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });
  http.get('/healthz', async () => ({ status: 'ok' }));
  http.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(HOME_PAGE));
  return http;
}
