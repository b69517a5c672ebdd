import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANSWER_PAGE_HEADERS } from './answer-page.ts';

const LOOPBACK = '127.0.0.1';
/** Longest that a request may take to arrive, in milliseconds. */
const REQUEST_TIMEOUT_MS = 5_000;
/** How long a page may be on its way to the browser once nobody waits for it, in milliseconds. */
const CLOSE_GRACE_MS = 1_000;
const MAX_CONNECTIONS = 16;
const MAX_HEADER_BYTES = 8_192;

/** What the browser brings back: a code, or that the member does not want to. */
export type BrowserAnswer =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'declined' };

export type AnswerListenerOptions = {
  /** What an answer has to carry. */
  readonly state: string;
  /** Takes the answer, of which there is one; resolves with the page that the browser shows. */
  readonly take: (answer: BrowserAnswer) => Promise<string>;
  /** The page for a request that carries another state. */
  readonly strangerPage: () => string;
};

/**
 * Waits on a free port of this computer for the browser to bring its answer (RFC 8252). Other
 * programs and web pages can reach the port as well: what does not carry the state changes nothing
 * and ends nothing.
 */
export class AnswerListener {
  readonly port: number;
  readonly #server: Server;
  readonly #options: AnswerListenerOptions;
  #page: Promise<string> | null = null;

  private constructor(server: Server, options: AnswerListenerOptions) {
    this.#server = server;
    this.#options = options;
    this.port = (server.address() as AddressInfo).port;
    server.on('request', (request, response) => this.#respond(request, response));
  }

  /** @throws where this computer lends no port. */
  static async open(options: AnswerListenerOptions): Promise<AnswerListener> {
    const server = createServer({
      requestTimeout: REQUEST_TIMEOUT_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    server.maxConnections = MAX_CONNECTIONS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, LOOPBACK, resolve);
    });
    return new AnswerListener(server, options);
  }

  /** Stops listening; the page that is on its way still arrives. */
  close(): void {
    this.#server.close();
    this.#server.closeIdleConnections();
    // What a browser opened in advance is not idle before it was used.
    setTimeout(() => this.#server.closeAllConnections(), CLOSE_GRACE_MS).unref();
  }

  #respond(request: IncomingMessage, response: ServerResponse): void {
    const query = this.#queryOf(request);
    if (query === null) {
      send(response, 404, '');
      return;
    }
    const answer = isSame(query.get('state') ?? '', this.#options.state) ? answerIn(query) : null;
    if (answer === null) {
      send(response, 400, this.#options.strangerPage());
      return;
    }
    // A browser may ask twice: what is done for it is done once.
    this.#page ??= this.#options.take(answer);
    this.#page.then(
      (page) => send(response, 200, page),
      () => send(response, 500, ''),
    );
  }

  /** What is asked with, or null where it is not this listener's address. */
  #queryOf({ method, headers, url = '' }: IncomingMessage): URLSearchParams | null {
    const host = `${LOOPBACK}:${this.port}`;
    // Another name for this address is how a web page gets around its own origin.
    if (method !== 'GET' || headers.host !== host || !URL.canParse(url, `http://${host}`)) {
      return null;
    }
    const asked = new URL(url, `http://${host}`);
    return asked.pathname === '/' ? asked.searchParams : null;
  }
}

function answerIn(query: URLSearchParams): BrowserAnswer | null {
  const code = query.get('code') ?? '';
  if (code !== '') return { kind: 'code', code };
  return query.has('error') ? { kind: 'declined' } : null;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function send(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { ...ANSWER_PAGE_HEADERS, connection: 'close' }).end(page);
}
