import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopbackHost } from '../../shared/domain/loopback.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { Metrics } from '../metrics.ts';
import { clientAddress, isForwarded } from './client-address.ts';

/** How long the store may take to answer before the server counts as not ready, in milliseconds. */
const CHECK_TIMEOUT_MS = 2_000;

/** No part of the API that is described. */
const unlisted = { schema: { hide: true } };

export type OperationServices = {
  readonly metrics: Metrics;
  /** Opens the metrics from anywhere; null where only this computer may see them. */
  readonly metricsToken: string | null;
  /** @throws where the server cannot do its work */
  readonly check: () => Promise<void>;
};

/** What those ask who run the server: is it alive, is it of use, how is it doing. */
export function serveOperation(
  http: FastifyInstance,
  { metrics, metricsToken, check }: OperationServices,
): void {
  let isStopping = false;
  let wasReady = true;
  http.addHook('preClose', async () => {
    isStopping = true;
  });
  http.get('/healthz', unlisted, async () => ({ status: 'ok' }));
  http.get('/readyz', unlisted, async (request) => {
    if (isStopping) throw new Refusal('unavailable', 'The server is stopping.');
    try {
      await within(CHECK_TIMEOUT_MS, check());
      wasReady = true;
    } catch (error) {
      // Whoever looks does so again and again.
      if (wasReady) request.log.warn({ err: error }, 'not ready');
      wasReady = false;
      if (error instanceof Refusal) throw error;
      throw new Refusal('unavailable', 'The database does not answer.');
    }
    return { status: 'ready' };
  });
  http.get('/metrics', unlisted, async (request, reply) => {
    if (!mayMeasure(request, metricsToken)) {
      throw new Refusal(
        'forbidden',
        'Metrics are for this computer, or for whoever has the token in AMPEL_METRICS_TOKEN.',
      );
    }
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}

function mayMeasure(request: FastifyRequest, metricsToken: string | null): boolean {
  const { authorization } = request.headers;
  if (authorization !== undefined && metricsToken !== null) {
    return timingSafeEqual(digest(authorization), digest(`Bearer ${metricsToken}`));
  }
  // Whoever comes through a proxy on this computer is elsewhere, and so is a page whose name was
  // made to lead to this computer.
  return (
    isLoopbackHost(clientAddress(request.raw, false)) &&
    !isForwarded(request.raw) &&
    isLoopbackHost(hostnameOf(request.headers.host))
  );
}

function hostnameOf(host: string | undefined): string {
  return URL.parse(`http://${host}`)?.hostname ?? '';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms`)), ms);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
