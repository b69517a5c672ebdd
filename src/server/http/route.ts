import { z } from 'zod';
import type { ErrorCode } from '../../shared/protocol/errors.ts';
import type { Caller, MemberCaller } from '../commands/caller.ts';
import type { KeyedRequest } from '../commands/keyed-request.ts';
import type { Who, WhoWithScope } from '../commands/who.ts';
import type { CsvFile } from '../csv.ts';

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

type CallerOf<W> = W extends 'anyone'
  ? Caller | null
  : W extends WhoWithScope
    ? Caller
    : MemberCaller;

/** The browser's session that a request comes from, and what becomes of it. */
export type BrowserSession = {
  /** The token in the cookie, or null where there is none. */
  readonly token: string | null;
  /** From the answer on the browser speaks for the token's member. */
  start(token: string): void;
  end(): void;
};

/** A request that was read and may be made. */
export type Request<Params, Query, Body, W> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: CallerOf<W>;
  readonly session: BrowserSession;
  /** To be begun and ended in the transaction of what it creates; null where it has no key. */
  readonly keyed: KeyedRequest | null;
  /** What the program that asks calls itself; null where it does not say. */
  readonly userAgent: string | null;
};

/** One thing that can be asked for over HTTP: who may, what it takes, what it does, what it answers. */
export type RouteDefinition<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
  W extends Who | 'anyone',
> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`; parameters as in `/members/:memberId`. */
  readonly path: `/${string}`;
  /** What generated clients call it; unique. */
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What needs saying beyond that. */
  readonly description?: string;
  /** The concern under which it is listed. */
  readonly tag: string;
  readonly who: W;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** What a success answers; left out where there is nothing to say (204). */
  readonly answer?: A;
  /** The media type of the answer where it is text and not JSON. */
  readonly mediaType?: 'text/csv';
  /** Given where only whoever leads can do it: everybody's status and contacts are decided there. */
  readonly byLead?: true;
  /**
   * Given where a POST creates something (201). `Idempotency-Key` then lets it be sent twice without
   * being done twice. What `holdsSecret` says is told once, and not kept for a second time.
   */
  readonly creates?: { readonly holdsSecret: boolean };
  /** Given where somebody could guess: at which account, or null where at none in particular. */
  readonly guessesAt?: (body: z.output<B>, caller: CallerOf<W>) => string | null;
  /** Refusals beyond those that go without saying. */
  readonly refusals?: readonly ErrorCode[];
  readonly example: {
    readonly body?: z.input<B>;
    readonly answer?: DeepReadonly<z.output<A>>;
  };
  readonly run: (
    request: Request<z.output<P>, z.output<Q>, z.output<B>, W>,
  ) => Promise<DeepReadonly<z.output<A>>>;
};

/** A route whatever it takes and answers. */
export type Route = RouteDefinition<z.ZodType, z.ZodType, z.ZodType, z.ZodType, Who | 'anyone'>;

/** Declares a route; what `run` gets and has to answer follows from the schemas. */
export function route<
  const W extends Who | 'anyone',
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  A extends z.ZodType = z.ZodVoid,
>(definition: RouteDefinition<P, Q, B, A, W>): Route {
  // What comes in was read with these very schemas, and `who` was checked.
  return definition as unknown as Route;
}

type CsvDefinition<P extends z.ZodType, Q extends z.ZodType, W extends Who> = Omit<
  RouteDefinition<P, Q, z.ZodUndefined, z.ZodString, W>,
  'answer' | 'mediaType' | 'run'
> & {
  readonly run: (request: Request<z.output<P>, z.output<Q>, undefined, W>) => Promise<CsvFile>;
};

/** Declares a route that answers a file for spreadsheets, sent while it is made. */
export function csvRoute<
  const W extends Who,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
>(definition: CsvDefinition<P, Q, W>): Route {
  return { ...definition, answer: z.string(), mediaType: 'text/csv' } as unknown as Route;
}
