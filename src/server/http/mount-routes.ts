import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  HTTP_STATUS,
  httpProblemSchema,
  IDEMPOTENCY_HEADER,
  PROBLEM_TYPE,
} from '../../shared/api/problem.ts';
import { ERROR_CODES, type ErrorCode, Refusal } from '../../shared/protocol/errors.ts';
import type { Caller } from '../commands/caller.ts';
import { CsvFile } from '../csv.ts';
import type { Perform, Performed, RouteCall } from '../lead/route-call.ts';
import type { Attempts } from '../limits/attempts.ts';
import type { KeptResponse } from '../store/requests.ts';
import { type Authenticate, identify } from './identify.ts';
import { MAX_KEY_LENGTH } from './once.ts';
import { type Means, perform, requestOf, statusOf } from './perform.ts';
import { problemOf } from './problem.ts';
import type { BrowserSession, Route } from './route.ts';
import { readSessionCookie, writeSessionCookie } from './session-cookie.ts';

export const API_PATH = '/api/v1';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null where that does not matter. */
    caller: Caller | null;
    /** Whether all of it was there when it was known who asks. */
    cameWhole: boolean;
  }
}

export type RouteServices = Means & {
  readonly authenticate: Authenticate;
  readonly attempts: Attempts;
  /** Whoever performs what one process alone may do; null where this one does. */
  readonly lead: () => Perform | null;
  readonly publicUrl: string | null;
};

const nothing = z.strictObject({});
const keyHeader = z.looseObject({
  [IDEMPOTENCY_HEADER]: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .min(1)
    .max(MAX_KEY_LENGTH)
    .optional()
    .describe(
      'Any text of your own: the same request again under the same key, within a day, is done once. Send one with whatever must not be done twice when an answer is lost.',
    ),
});
const problem = httpProblemSchema.meta({
  id: 'Problem',
  examples: [problemOf(new Refusal('invalid', 'The body does not fit. limit: expected number'))],
});

/** Lets the routes be asked for. Everything about them that the documentation tells is in `schema`. */
export function mountRoutes(
  http: FastifyInstance,
  routes: readonly Route[],
  services: RouteServices,
): void {
  http.decorateRequest('caller', null);
  http.decorateRequest('cameWhole', false);
  for (const route of routes) {
    http.route({
      method: route.method,
      url: `${API_PATH}${route.path}`,
      schema: schemaOf(route),
      // Before the body is read: whoever may not ask has nothing to say.
      onRequest: async (request) => {
        request.caller = await identify(request, route.who, services);
        request.cameWhole = request.raw.complete;
      },
      preHandler: async (request) => {
        if (route.body === undefined) mustBeEmpty(request.body);
        // Who takes their time to send the rest may not be who they were, and TR3 gives them 1 s.
        if (!request.cameWhole) request.caller = await identify(request, route.who, services);
      },
      handler: (request, reply) => answer(route, request, reply, services),
    });
  }
}

async function answer(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  services: RouteServices,
): Promise<FastifyReply> {
  const { attempts, lead } = services;
  const { params, query, body, caller, url } = request;
  const key = [request.headers[IDEMPOTENCY_HEADER]].flat()[0] ?? null;
  const call: RouteCall = { name: route.name, caller, params, query, body, url, key };
  const surroundings = surroundingsOf(request, reply);
  if (route.mediaType !== undefined) {
    return sendFile(reply, await route.run(requestOf(call, surroundings, null)));
  }
  const work = (): Promise<Performed> => {
    const elsewhere = route.byLead ? lead() : null;
    return elsewhere === null ? perform(route, call, surroundings, services) : elsewhere(call);
  };
  const { guessesAt } = route;
  const { response, isRepeat } =
    guessesAt === undefined
      ? await work()
      : await attempts.run(request.ip, guessesAt(body, caller as never), work);
  if (isRepeat) reply.header('idempotent-replayed', 'true');
  return send(reply, response);
}

function send(reply: FastifyReply, { status, body }: KeptResponse): FastifyReply {
  reply.code(status);
  if (status === 204) return reply.send();
  return reply.type('application/json; charset=utf-8').send(body);
}

/** A file that breaks off lacks the end that HTTP asks for, so nobody takes it for the whole. */
function sendFile(reply: FastifyReply, file: unknown): FastifyReply {
  if (!(file instanceof CsvFile)) throw new Error('a route of files answered something else');
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${file.name}"`)
    .send(Readable.from(file.text()));
}

function surroundingsOf(request: FastifyRequest, reply: FastifyReply) {
  const isSecure = request.protocol === 'https';
  const setCookie = (token: string | null) =>
    reply.header('set-cookie', writeSessionCookie(token, isSecure));
  const session: BrowserSession = {
    token: readSessionCookie(request.headers.cookie, isSecure),
    start: (token) => void setCookie(token),
    end: () => void setCookie(null),
  };
  return { session, userAgent: request.headers['user-agent'] ?? null };
}

function mustBeEmpty(body: unknown): void {
  if (body === undefined || body === null || nothing.safeParse(body).success) return;
  throw new Refusal('invalid', 'This takes no body.');
}

function schemaOf(route: Route): object {
  const { example, params, query, body } = route;
  return {
    operationId: route.name,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    tags: [route.tag],
    security: securityOf(route),
    params: params ?? nothing,
    querystring: query ?? nothing,
    ...(body === undefined ? {} : { body: body.meta({ examples: [example.body] }) }),
    ...(route.creates === undefined ? {} : { headers: keyHeader }),
    response: { ...successOf(route), ...refusalsOf(route) },
  };
}

function securityOf({ who, method }: Route): object[] {
  if (who === 'anyone') return [];
  return [{ token: [] }, method === 'GET' ? { browser: [] } : { browser: [], csrf: [] }];
}

function successOf(route: Route): object {
  const status = statusOf(route);
  if (route.answer === undefined) return { [status]: z.undefined().describe('Done') };
  const schema = route.answer.meta({ examples: [route.example.answer] });
  const description = status === 201 ? 'Created' : 'Done';
  return {
    [status]: { description, content: { [route.mediaType ?? 'application/json']: { schema } } },
  };
}

function refusalsOf(route: Route): object {
  const codes = new Set<ErrorCode>(['invalid', 'unavailable', ...(route.refusals ?? [])]);
  if (route.who !== 'anyone') codes.add('unauthorized').add('forbidden');
  if (route.params !== undefined) codes.add('not-found');
  if (route.body !== undefined) codes.add('too-large');
  if (route.creates !== undefined) codes.add('conflict');
  if (route.guessesAt !== undefined) codes.add('unauthorized').add('rate-limited');
  return Object.fromEntries(
    [...codes].map((code) => [
      HTTP_STATUS[code],
      {
        description: `\`${code}\`: ${ERROR_CODES[code]}`,
        content: { [PROBLEM_TYPE]: { schema: problem } },
      },
    ]),
  );
}
