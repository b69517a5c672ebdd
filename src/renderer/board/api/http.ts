import type { z } from 'zod';
import { CSRF_HEADER, httpProblemSchema, IDEMPOTENCY_HEADER } from '../../../shared/api/problem.ts';
import type { Problem } from '../../../shared/bridge/view.ts';

/** What became of a request; never thrown. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** How long the server may take to answer, in milliseconds. */
const ANSWER_TIMEOUT_MS = 15_000;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Request<T> = {
  readonly method: Method;
  /** With its parts encoded; see {@link path}. */
  readonly path: string;
  /** What the path stands below; `/api/v1` if left out. */
  readonly base?: '';
  /** What the answer has to be. */
  readonly answer: z.ZodType<T>;
  readonly body?: object;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent along where the request creates something, so that sending it twice creates it once. */
  readonly idempotencyKey?: string;
};

export type HttpOptions = {
  readonly fetch: typeof fetch;
  /** Told where the session is not good any more. */
  readonly onUnauthorized: () => void;
  /** Finds out whether the same member has another proof by now, and takes it. */
  readonly renewProof: () => Promise<void>;
};

/** A path of which each part is encoded. */
export function path(...parts: readonly string[]): string {
  return `/${parts.map(encodeURIComponent).join('/')}`;
}

/** Where something can be fetched by a link, such as a file to be kept. */
export function addressOf(
  at: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
  base = '/api/v1',
): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const search = new URLSearchParams(given).toString();
  return `${base}${at}${search === '' ? '' : `?${search}`}`;
}

/** Requests to the server the page came from. The cookie goes along by itself, the proof does not. */
export class Http {
  readonly #options: HttpOptions;
  #csrf: string | null = null;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** What proves from now on that a request comes from this page and not from another site's. */
  prove(csrf: string | null): void {
    this.#csrf = csrf;
  }

  async send<T>(request: Request<T>): Promise<Reply<T>> {
    const proof = this.#csrf;
    const reply = await this.#sendOnce(request);
    const isRefused = !reply.ok && reply.problem.code === 'forbidden';
    if (!isRefused || request.method === 'GET' || proof === null) return reply;
    // Signing in in another tab gives this one another cookie too, to which the proof does not
    // belong. The server refuses that like what the role does not allow.
    await this.#options.renewProof();
    return this.#csrf === null || this.#csrf === proof ? reply : this.#sendOnce(request);
  }

  async #sendOnce<T>(request: Request<T>): Promise<Reply<T>> {
    const { method, body, query, answer } = request;
    let response: Response;
    try {
      response = await this.#options.fetch(addressOf(request.path, query, request.base), {
        method,
        headers: this.#headersOf(request),
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      return { ok: false, problem: problemOf(error) };
    }
    const content = await contentOf(response);
    if (!response.ok) return { ok: false, problem: this.#refusal(response, content) };
    const value = answer.safeParse(content);
    if (value.success) return { ok: true, value: value.data };
    // The schema's words name fields, not what is in them.
    return { ok: false, problem: { code: 'protocol-unsupported', detail: value.error.message } };
  }

  #headersOf({ method, body, idempotencyKey }: Request<unknown>): Record<string, string> {
    return {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { [IDEMPOTENCY_HEADER]: idempotencyKey }),
      ...(method === 'GET' || this.#csrf === null ? {} : { [CSRF_HEADER]: this.#csrf }),
    };
  }

  #refusal(response: Response, content: unknown): Problem {
    const told = httpProblemSchema.safeParse(content);
    // A proxy in between answers in words of its own.
    if (!told.success) {
      return { code: 'unavailable', detail: `HTTP ${response.status} ${response.statusText}` };
    }
    const { code, detail } = told.data;
    if (code === 'unauthorized') this.#options.onUnauthorized();
    return { code, detail };
  }
}

/** Null where there is none, as after a deletion, or where it is not JSON. */
async function contentOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function problemOf(error: unknown): Problem {
  const late = error instanceof DOMException && error.name === 'TimeoutError';
  return { code: late ? 'no-answer' : 'unreachable', detail: String(error) };
}
