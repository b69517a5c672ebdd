import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export type Release = {
  readonly version: string;
  readonly file: Buffer;
  /** What the manifest says of the file, where that is not true of it. */
  readonly sha512?: string;
  readonly stagingPercentage?: number;
};

/** A place for newer versions, as an admin hosts it: a manifest and the file it names. */
export class UpdateServer implements AsyncDisposable {
  /** What was asked for, without the query. */
  readonly requests: string[] = [];
  readonly #server: http.Server;
  #release: Release | null = null;

  private constructor(server: http.Server) {
    this.#server = server;
    server.on('request', (request, response) => this.#answer(request, response));
  }

  static async start(): Promise<UpdateServer> {
    const server = http.createServer();
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await promise;
    return new UpdateServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  publish(release: Release): void {
    this.#release = release;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', this.url);
    this.requests.push(pathname);
    const release = this.#release;
    if (release !== null && pathname === '/latest-linux.yml') response.end(manifest(release));
    else if (release !== null && pathname === `/${FILE_NAME}`) response.end(release.file);
    else response.writeHead(404).end();
  }
}

const FILE_NAME = 'Ampel-x86_64.AppImage';

/** The manifest as electron-builder writes it. */
function manifest({ version, file, stagingPercentage, ...release }: Release): string {
  const sha512 = release.sha512 ?? createHash('sha512').update(file).digest('base64');
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${FILE_NAME}`,
    `    sha512: ${sha512}`,
    `    size: ${file.length}`,
    `path: ${FILE_NAME}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-01-05T09:00:00.000Z'",
    ...(stagingPercentage === undefined ? [] : [`stagingPercentage: ${stagingPercentage}`]),
    '',
  ].join('\n');
}
