import type { Caller } from '../commands/caller.ts';
import type { KeptResponse } from '../store/requests.ts';

/** A request that was read and may be made, in a form that can be given to another process. */
export type RouteCall = {
  /** Of the route. */
  readonly name: string;
  readonly caller: Caller | null;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** The path with the query, as it was asked for. */
  readonly url: string;
  /** The `Idempotency-Key`; null where there is none. */
  readonly key: string | null;
};

export type Performed = {
  readonly response: KeptResponse;
  /** It had been done before, and is answered as it was then. */
  readonly isRepeat: boolean;
};

/** Performs routes by their names. @throws Refusal as the route says it */
export type Perform = (call: RouteCall) => Promise<Performed>;
