import { z } from 'zod';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { KeyedRequest } from '../commands/keyed-request.ts';
import type { Perform, Performed, RouteCall } from '../lead/route-call.ts';
import type { KeptResponse } from '../store/requests.ts';
import type { Once } from './once.ts';
import type { BrowserSession, Request, Route } from './route.ts';

/** What a route is told of the request besides the call. */
type Surroundings = {
  readonly session: BrowserSession;
  readonly userAgent: string | null;
};

/** What it takes to perform routes. */
export type Means = {
  readonly once: Once;
  /** Resolves when this process knows the team, where it leads. @throws Refusal `not-found` */
  readonly openTeam: (teamId: string) => Promise<unknown>;
};

const NO_BROWSER: Surroundings = {
  session: { token: null, start: refuseSession, end: refuseSession },
  userAgent: null,
};

/** Performs those routes for other processes that have to be performed by whoever leads. */
export function performer(routes: readonly Route[], means: Means): Perform {
  const performable = new Map(
    routes.filter(({ byLead }) => byLead).map((route) => [route.name, route]),
  );
  return (call) => {
    const route = performable.get(call.name);
    if (route === undefined) throw new Refusal('not-found', 'There is no such route.');
    return perform(route, call, NO_BROWSER, means);
  };
}

/** Does what is asked for, no more than once where it is asked for under a key. */
export async function perform(
  route: Route,
  call: RouteCall,
  surroundings: Surroundings,
  { once, openTeam }: Means,
): Promise<Performed> {
  const { caller, key } = call;
  // The command line may have created it a moment ago.
  if (route.byLead && caller !== null) await openTeam(caller.teamId);
  const work = async (keyed: KeyedRequest | null): Promise<KeptResponse> =>
    respond(route, await route.run(requestOf(call, surroundings, keyed)));
  if (route.creates === undefined || caller === null || key === null) {
    return { response: await work(null), isRepeat: false };
  }
  const { holdsSecret } = route.creates;
  const kept = (answered: unknown): KeptResponse =>
    holdsSecret ? { status: statusOf(route), body: '' } : respond(route, answered);
  const content = [route.method, call.url, call.body ?? null];
  return once.run({ caller, key, content, kept }, work);
}

/** What `route.run` gets: it was read with the schemas of the route. */
export function requestOf(
  { params, query, body, caller }: RouteCall,
  surroundings: Surroundings,
  keyed: KeyedRequest | null,
): Request<unknown, unknown, unknown, 'anyone'> & { readonly caller: never } {
  return { params, query, body, caller: caller as never, ...surroundings, keyed };
}

/** The status of a success. */
export function statusOf({ answer, creates }: Route): number {
  if (answer === undefined) return 204;
  return creates === undefined ? 200 : 201;
}

/** The response to what a route answers, in the form in which it is sent and kept. */
function respond(route: Route, answered: unknown): KeptResponse {
  if (route.answer === undefined) return { status: 204, body: '' };
  // What does not fit the schema is a bug, and what the schema does not name stays here.
  const fitting = z.encode(route.answer, answered);
  return { status: statusOf(route), body: JSON.stringify(fitting) };
}

function refuseSession(): never {
  throw new Error('a route that whoever leads performs has no session of a browser');
}
