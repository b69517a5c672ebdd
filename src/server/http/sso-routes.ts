import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  SSO_CALLBACK_PATH,
  SSO_PATH,
  type SsoProblem,
  startSsoSchema,
} from '../../shared/api/sso.ts';
import { browserName } from '../../shared/domain/browser-name.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { readFlowCookie, writeFlowCookie } from '../accounts/oidc/flow-cookie.ts';
import type { SingleSignOn } from '../accounts/oidc/single-sign-on.ts';
import { SsoFailure } from '../accounts/oidc/sso-failure.ts';
import { parse } from '../commands/parse.ts';
import { isOwnOrigin } from './origin.ts';
import { writeSessionCookie } from './session-cookie.ts';

export type SsoSite = {
  readonly sso: SingleSignOn;
  /** Where people reach the server; null where that is what the request says. */
  readonly publicUrl: string | null;
};

type Asked = { readonly returnTo?: unknown };

/**
 * The way to the organization's provider and back. These are pages that a browser goes to, so what
 * goes wrong is told by the board's page for signing in.
 */
export function serveSso(http: FastifyInstance, { sso, publicUrl }: SsoSite): void {
  http.get<{ Querystring: Asked }>(SSO_PATH, async (request, reply) => {
    const { returnTo } = request.query;
    try {
      const asked = typeof returnTo === 'string' ? { returnTo } : {};
      const { flow, page } = await sso.begin(asked, callbackOf(request, publicUrl));
      return reply
        .header('set-cookie', writeFlowCookie(flow, isSecure(request)))
        .redirect(page.href, 303);
    } catch (error) {
      return tell(problemOf(error, request), returnTo, reply);
    }
  });

  // Through a request of the page's own, as an invite's secret belongs in no address.
  http.post(SSO_PATH, async (request, reply) => {
    if (!isOwnOrigin(request.raw, publicUrl)) {
      throw new Refusal('forbidden', 'Pages of other sites may not do this.');
    }
    const { invite, returnTo } = parse(startSsoSchema, request.body);
    try {
      const asked = { invite, returnTo };
      const { flow, page } = await sso.begin(asked, callbackOf(request, publicUrl));
      reply.header('set-cookie', writeFlowCookie(flow, isSecure(request)));
      return { url: page.href };
    } catch (error) {
      problemOf(error, request);
      throw new Refusal('unavailable', 'The organization’s sign-in does not answer. Try again.');
    }
  });

  http.get(SSO_CALLBACK_PATH, async (request, reply) => {
    const secure = isSecure(request);
    const flow = readFlowCookie(request.headers.cookie, secure);
    // Whatever comes of it: a flow is good for one answer.
    reply.header('set-cookie', writeFlowCookie(null, secure));
    if (flow === null) return tell('sso-expired', undefined, reply);
    const answered = callbackOf(request, publicUrl);
    answered.search = new URL(request.url, answered).search;
    try {
      const browser = browserName(request.headers['user-agent'] ?? null);
      const { token } = await sso.finish(flow, answered, browser);
      return reply
        .header('set-cookie', writeSessionCookie(token, secure))
        .redirect(flow.returnTo, 303);
    } catch (error) {
      return tell(problemOf(error, request), flow.returnTo, reply);
    }
  });
}

function isSecure({ protocol }: FastifyRequest): boolean {
  return protocol === 'https';
}

function callbackOf({ protocol, host }: FastifyRequest, publicUrl: string | null): URL {
  return new URL(SSO_CALLBACK_PATH, publicUrl ?? `${protocol}://${host}`);
}

/** Goes to the page for signing in, which says what went wrong and leads to where it was to end. */
function tell(problem: SsoProblem, returnTo: unknown, reply: FastifyReply): FastifyReply {
  const query = new URLSearchParams({ problem });
  if (typeof returnTo === 'string' && returnTo !== '/') query.set('returnTo', returnTo);
  return reply.redirect(`/sign-in?${query}`, 303);
}

/** What is told to the person; whoever runs the server is told why. */
function problemOf(error: unknown, { log }: FastifyRequest): SsoProblem {
  if (!(error instanceof SsoFailure)) {
    log.error({ err: error }, 'single sign-on failed');
    return 'sso-failed';
  }
  const { problem, cause } = error;
  if (problem === 'sso-unavailable' || problem === 'sso-failed') {
    log.error({ problem, reason: reasonOf(cause) }, 'the provider of single sign-on');
  } else {
    log.info({ problem }, 'refused');
  }
  return problem;
}

/** An error of the provider's without what it tells of the person. */
function reasonOf(error: unknown): object | null {
  if (!(error instanceof Error)) return null;
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  const answered = 'error' in error ? error.error : undefined;
  return { name, message, code, answered, stack, cause: reasonOf(cause) };
}
