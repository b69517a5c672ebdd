import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type BlockList, connect as connectTcp, isIP, type LookupFunction } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../../shared/domain/clock.ts';
import { errorCode } from '../operator-error.ts';

/** How long a receiver may take until its answer is there, in milliseconds. */
export const TIMEOUT_MS = 10_000;

/** How much of an answer's body is read, in bytes. Its status is all that matters. */
const MAX_ANSWER_BYTES = 1024;

export type Post = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What came of it; `problem` is for whoever runs the other end. */
export type Answer =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly problem: string };

export type PostOptions = {
  readonly clock: Clock;
  /** Addresses that no connection is made to, whatever name led there; null where all are allowed. */
  readonly blocked: BlockList | null;
  readonly lookup?: LookupFunction;
  /** Ends it. */
  readonly signal?: AbortSignal;
};

/** Sends a request over a connection of its own. Redirects are not followed. */
export function post({ url, headers, body }: Post, options: PostOptions): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const request = open(new URL(url), headers, body, options);
  const cancelTimeout = options.clock.after(TIMEOUT_MS, () => {
    settle({ kind: 'failed', problem: `There was no answer within ${TIMEOUT_MS / 1000} s.` });
  });
  const settle = (answer: Answer): void => {
    cancelTimeout();
    resolve(answer);
    request.destroy();
  };
  request.on('response', (response) => {
    const answer: Answer = { kind: 'answered', status: response.statusCode ?? 0 };
    // Read to its end where that is near: the receiver's last words are not cut off.
    read(response, () => settle(answer));
  });
  request.on('error', (error) => settle({ kind: 'failed', problem: problemOf(error) }));
  request.end(body);
  return promise;
}

function open(
  url: URL,
  headers: Post['headers'],
  body: string,
  { blocked, lookup, signal }: PostOptions,
): ClientRequest {
  const isTls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  // The list is looked at for the very address that is connected to, after any name was looked up.
  const createConnection = () => {
    const connection = connectTcp({
      host,
      port,
      ...(lookup === undefined ? {} : { lookup }),
      ...(blocked === null ? {} : { blockList: blocked }),
    });
    if (!isTls) return connection;
    const tls = connectTls({
      socket: connection,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    connection.on('error', (error) => tls.destroy(error));
    return tls;
  };
  return (isTls ? requestHttps : requestHttp)(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    createConnection,
    ...(signal === undefined ? {} : { signal }),
  });
}

function read(response: IncomingMessage, done: () => void): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes >= MAX_ANSWER_BYTES) done();
  });
  response.on('close', done);
}

/** In words that name neither the address nor anything that was sent. */
function problemOf(error: Error): string {
  const code = errorCode(error);
  switch (code) {
    case 'ERR_IP_BLOCKED':
      return 'The address is inside a private network, which the operator of this server does not allow.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'The name of the host is not known.';
    case 'ECONNREFUSED':
      return 'Nothing takes connections at that address.';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'The connection was ended before there was an answer.';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return 'The host cannot be reached.';
    case null:
      return 'The connection failed.';
    default:
      return /CERT|SIGNED|ISSUER|VERIFY/.test(code)
        ? `The certificate of the host is not trusted (${code}).`
        : `The connection failed (${code}).`;
  }
}
