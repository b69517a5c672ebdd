/** `net`: requests by Node's own client, with the events of Electron's. */
import { EventEmitter } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { ClientRequestConstructorOptions } from 'electron';
import { throwForMissing, throwForMissingMembers } from './not-built.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What is taken; caches, cookies and proxies are Chromium's and not there. */
const OPTIONS = new Set([
  'method',
  'url',
  'headers',
  'session',
  'protocol',
  'host',
  'hostname',
  'port',
  'path',
  'redirect',
  'cache',
]);

/** A request that follows no redirect by itself: the way with `redirect: 'manual'`. */
export class HostClientRequest extends EventEmitter {
  chunkedEncoding = false;
  readonly #request: http.ClientRequest;
  #isOver = false;

  constructor(options: ClientRequestConstructorOptions | string) {
    super();
    const { url, headers, method } = readOptions(options);
    const { request } = url.protocol === 'https:' ? https : http;
    this.#request = request(url, { method, headers }).on('error', (error) => this.#fail(error));
    this.#request.on('finish', () => this.emit('finish'));
    this.#request.on('response', (response) => this.#respond(url, method, response));
    this.#request.on('close', () => this.emit('close'));
  }

  #respond(url: URL, method: string, response: http.IncomingMessage): void {
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (!REDIRECTS.has(status) || location === undefined) {
      this.emit('response', response);
      return;
    }
    const headers = Object.fromEntries(
      Object.entries(response.headersDistinct).map(([name, values]) => [name, values ?? []]),
    );
    response.resume();
    this.emit('redirect', status, method, new URL(location, url).href, headers);
    // Without an answer to it, a manual redirect is given up.
    this.abort();
  }

  /** Chromium names its errors where Node names the system's. */
  #fail(error: NodeJS.ErrnoException): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.emit('error', new Error(NET_ERRORS[error.code ?? ''] ?? 'net::ERR_FAILED'));
  }

  setHeader(name: string, value: string): void {
    this.#request.setHeader(name, value);
  }

  getHeader(name: string): string {
    return String(this.#request.getHeader(name) ?? '');
  }

  removeHeader(name: string): void {
    this.#request.removeHeader(name);
  }

  write(chunk: string | Buffer): void {
    this.#request.write(chunk);
  }

  end(chunk?: string | Buffer): this {
    this.#request.end(chunk);
    return this;
  }

  abort(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#request.destroy();
    this.emit('abort');
  }
}
throwForMissingMembers('ClientRequest', HostClientRequest);

const NET_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'net::ERR_CONNECTION_REFUSED',
  ECONNRESET: 'net::ERR_CONNECTION_RESET',
  ENOTFOUND: 'net::ERR_NAME_NOT_RESOLVED',
  ETIMEDOUT: 'net::ERR_CONNECTION_TIMED_OUT',
};

function readOptions(options: ClientRequestConstructorOptions | string) {
  if (typeof options === 'string') return { url: new URL(options), headers: {}, method: 'GET' };
  const strange = Object.keys(options).filter((name) => !OPTIONS.has(name));
  if (strange.length > 0) {
    throw new Error(`electron-host: net.request is not built for ${strange.join(', ')}`);
  }
  const { protocol = 'http:', hostname, host, port, path = '/' } = options;
  const place = hostname ?? host ?? '';
  const url = options.url ?? `${protocol}//${place}${port === undefined ? '' : `:${port}`}${path}`;
  return {
    url: new URL(url),
    headers: options.headers ?? {},
    method: (options.method ?? 'GET').toUpperCase(),
  };
}

export const net = throwForMissing('net', {
  request: (options: ClientRequestConstructorOptions | string) => new HostClientRequest(options),
});
