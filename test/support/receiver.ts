import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Received = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** What answers a request: a status, or whatever it does with the response. */
export type Answering = number | ((response: ServerResponse, received: Received) => void);

/** A real receiver of webhooks, on a port of its own on loopback. */
export class Receiver implements AsyncDisposable {
  readonly received: Received[] = [];
  /** How what comes is answered, in its order; what nothing is said for as `usually`. */
  readonly answers: Answering[] = [];
  usually: Answering = 204;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', async (request, response) => {
      const body = await text(request);
      const received = { path: request.url ?? '', headers: request.headers, body };
      this.received.push(received);
      const answer = this.answers.shift() ?? this.usually;
      if (typeof answer === 'number') response.writeHead(answer).end();
      else answer(response, received);
    });
  }

  static async start(server: Server = createServer()): Promise<Receiver> {
    const receiver = new Receiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** The bodies that came, parsed. */
  get events(): readonly Record<string, unknown>[] {
    return this.received.map(({ body }) => JSON.parse(body));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
