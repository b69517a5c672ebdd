import type { FastifyInstance } from 'fastify';

/** For answers that are no pages: nothing may be loaded, run or framed. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

/** Half a year, in seconds. */
const HSTS_SECONDS = 15_552_000;

/** What browsers are told with every answer. A page says itself which policy it needs. */
export function addSecurityHeaders(http: FastifyInstance): void {
  http.addHook('onSend', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy':
        'idle-detection=(self), camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    });
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', NOTHING);
    }
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    // Over plain HTTP a browser ignores it, and a proxy may well speak for other hosts too.
    if (request.protocol === 'https') {
      reply.header('strict-transport-security', `max-age=${HSTS_SECONDS}`);
    }
  });
}
