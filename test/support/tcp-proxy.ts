import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Which end of a line hears that it is closed. */
type End = 'client' | 'server';

type Line = { readonly client: net.Socket; readonly server: net.Socket };

/** Stands between clients and a server as a network that a test can spoil. */
export class TcpProxy implements AsyncDisposable {
  readonly #listener: net.Server;
  readonly #lines = new Set<Line>();
  #isOpen = true;
  #delayMs = 0;
  #flow = Promise.withResolvers<void>();

  private constructor(listener: net.Server) {
    this.#listener = listener;
    this.#flow.resolve();
  }

  static async to(url: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(url);
    const listener = net.createServer({ allowHalfOpen: true });
    const proxy = new TcpProxy(listener);
    listener.on('connection', (client) => proxy.#connect(client, Number(port), hostname));
    const { promise, resolve } = Promise.withResolvers<void>();
    listener.listen(0, '127.0.0.1', resolve);
    await promise;
    return proxy;
  }

  get url(): string {
    const { port } = this.#listener.address() as net.AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Ends every connection and lets no new one through. */
  cut(): void {
    this.#isOpen = false;
    for (const line of this.#lines) destroy(line);
  }

  /** Loses everything that is sent, without anybody being told; {@link mend} sends it again. */
  stall(): void {
    this.#flow.resolve();
    this.#flow = Promise.withResolvers();
  }

  /** Takes this much longer for everything from now on, in milliseconds. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Closes what is open as one end sees it; the other end is not told. */
  halfClose(end: End): void {
    for (const line of this.#lines) line[end].end();
  }

  /** A network as it should be. */
  mend(): void {
    this.#isOpen = true;
    this.#delayMs = 0;
    this.#flow.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.#flow.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#listener.close(() => resolve());
    await promise;
  }

  #connect(client: net.Socket, port: number, hostname: string): void {
    if (!this.#isOpen) {
      client.destroy();
      return;
    }
    const server = net.connect({ port, host: hostname, allowHalfOpen: true });
    const line = { client, server };
    this.#lines.add(line);
    for (const socket of [client, server]) {
      socket.on('error', () => destroy(line));
      socket.on('close', () => {
        this.#lines.delete(line);
        destroy(line);
      });
    }
    this.#forward(client, server);
    this.#forward(server, client);
  }

  /** Passes everything on in order, as late as the network is slow. */
  #forward(from: net.Socket, to: net.Socket): void {
    let last = Promise.resolve();
    const pass = (act: () => void): void => {
      const arrival = wait(this.#delayMs);
      last = last.then(async () => {
        await arrival;
        await this.#flow.promise;
        act();
      });
    };
    from.on('data', (chunk) =>
      pass(() => {
        if (to.writable) to.write(chunk);
      }),
    );
    from.on('end', () => pass(() => to.end()));
  }
}

function destroy({ client, server }: Line): void {
  client.destroy();
  server.destroy();
}
