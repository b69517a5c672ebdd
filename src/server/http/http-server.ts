import {
  createServer as createPlainServer,
  type Server as HttpServer,
  type RequestListener,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import Fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { Refusal } from '../../shared/protocol/errors.ts';
import { MAX_BODY_BYTES } from '../../shared/protocol/limits.ts';
import type { ServerConfig } from '../config.ts';
import type { TlsFiles } from '../tls-files.ts';
import { sendBoard, serveBoardFiles } from './board.ts';
import { isForwarded } from './client-address.ts';
import { mountRoutes, type RouteServices } from './mount-routes.ts';
import { describeRoutes, serveDescription } from './openapi.ts';
import { type OperationServices, serveOperation } from './operation.ts';
import { sendProblem } from './problem.ts';
import type { Route } from './route.ts';
import { addSecurityHeaders } from './security-headers.ts';

/** Longest that an HTTP request may take to arrive, in milliseconds. */
const REQUEST_TIMEOUT_MS = 10_000;

/** The HTTP side of the server without anything to ask for yet. */
export function createHttpServer(
  { logLevel, trustProxy }: ServerConfig,
  tls: TlsFiles | null,
): FastifyInstance {
  const http = Fastify({
    // To stderr, as stdout is for people. Requests are not logged: they would name addresses.
    logger: { level: logLevel, stream: process.stderr, base: null },
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: (handler) => createServer(handler, tls),
    bodyLimit: MAX_BODY_BYTES,
    // When the server stops, requests under way are answered.
    forceCloseConnections: 'idle',
    // One proxy: what stands before its entry is whatever the client wrote.
    trustProxy: trustProxy ? (_address, hop) => hop === 0 : false,
    frameworkErrors: (error, request, reply) => {
      void sendProblem(reply, error, request.log, 'address');
    },
  });
  http.removeContentTypeParser('text/plain');
  http.setValidatorCompiler(validatorCompiler);
  http.setSerializerCompiler(serializerCompiler);
  http.setErrorHandler((error, request, reply) =>
    sendProblem(reply, error, request.log, routeOf(request)),
  );
  addSecurityHeaders(http);
  return http;
}

function createServer(handler: RequestListener, tls: TlsFiles | null): HttpServer {
  const options = { requestTimeout: REQUEST_TIMEOUT_MS };
  if (tls === null) return createPlainServer(options, handler);
  const server = createTlsServer({ ...options, ...tls.options }, handler);
  tls.follow((renewed) => server.setSecureContext(renewed));
  return server;
}

export type Site = {
  readonly trustProxy: boolean;
  readonly routes: readonly Route[];
  readonly services: RouteServices;
  readonly operation: OperationServices;
  /** Where the board's files are, or will be. */
  readonly boardFolder: string;
};

/** Everything that there is to ask for. */
export async function serveSite(
  http: FastifyInstance,
  { trustProxy, routes, services, operation, boardFolder }: Site,
): Promise<void> {
  if (!trustProxy) warnOfProxy(http);
  http.addHook('onResponse', async (request, reply) => {
    const seconds = reply.elapsedTime / 1000;
    const route = request.routeOptions.url ?? 'other';
    operation.metrics.requestAnswered(request.method, route, reply.statusCode, seconds);
  });
  await describeRoutes(http);
  mountRoutes(http, routes, services);
  await serveDescription(http);
  serveOperation(http, operation);
  await serveBoardFiles(http, boardFolder);
  http.setNotFoundHandler((request, reply) => {
    // What looks like a file or belongs to programs is no path of the board.
    const isPage =
      /^(GET|HEAD)$/.test(request.method) && /^\/(?!api\/|assets\/)[^.]*$/.test(pathOf(request));
    if (isPage) return sendBoard(reply, boardFolder);
    throw new Refusal('not-found', 'There is nothing at this address.');
  });
}

/** Says once that a proxy is in front of which the server was not told. */
function warnOfProxy(http: FastifyInstance): void {
  let isTold = false;
  http.addHook('onRequest', async (request) => {
    if (isTold || !isForwarded(request.raw)) return;
    isTold = true;
    http.log.warn(
      'Requests come through a proxy, but --trust-proxy is not set: all of them seem to come from one address, and cookies are not marked as secure.',
    );
  });
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? '/';
}

/** Which route it was, without what stands in the address. */
function routeOf({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${routeOptions.url ?? 'unknown address'}`;
}
