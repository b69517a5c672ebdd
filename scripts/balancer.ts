import net from 'node:net';

/** How long a server may take to answer, in milliseconds. */
const ANSWER_MS = 1_000;

/** The pause between two looks whether servers can work, in milliseconds. */
const LOOK_MS = 500;

type Target = {
  readonly url: string;
  connections: number;
  canWork: boolean;
};

/**
 * Gives each connection to the server that has the fewest, of those that say that they can work.
 * Bytes pass as they are, so servers see this computer in place of the client's address.
 */
export class Balancer implements AsyncDisposable {
  readonly #listener: net.Server;
  readonly #targets = new Map<string, Target>();
  readonly #clients = new Set<net.Socket>();
  readonly #looks: NodeJS.Timeout;

  private constructor(listener: net.Server) {
    this.#listener = listener;
    listener.on('connection', (client) => void this.#accept(client));
    this.#looks = setInterval(() => {
      for (const target of this.#targets.values()) void look(target);
    }, LOOK_MS);
  }

  /** Listens on this computer alone; rejects where the port cannot be had. */
  static async listen(port: number): Promise<Balancer> {
    const listener = net.createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    listener.once('error', reject);
    listener.listen(port, '127.0.0.1', resolve);
    await promise;
    return new Balancer(listener);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#listener.address() as net.AddressInfo).port}`;
  }

  /** How many connections each server has, by its address. */
  get load(): ReadonlyMap<string, number> {
    return new Map([...this.#targets.values()].map(({ url, connections }) => [url, connections]));
  }

  add(url: string): void {
    this.#targets.set(url, { url, connections: 0, canWork: true });
  }

  /** From now on it gets no more connections; those that it has go on. */
  remove(url: string): void {
    this.#targets.delete(url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#looks);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#listener.close(() => resolve());
    for (const client of this.#clients) client.destroy();
    await promise;
  }

  async #accept(client: net.Socket): Promise<void> {
    this.#clients.add(client);
    client.on('error', () => client.destroy());
    client.once('close', () => this.#clients.delete(client));
    const tried = new Set<Target>();
    while (!client.destroyed) {
      const target = this.#leastBusy(tried);
      if (target === undefined) break;
      tried.add(target);
      target.connections += 1;
      const server = await connectTo(target.url);
      server?.once('close', () => {
        target.connections -= 1;
      });
      if (server !== null) return join(client, server);
      target.connections -= 1;
      target.canWork = false;
    }
    client.destroy();
  }

  #leastBusy(except: ReadonlySet<Target>): Target | undefined {
    const left = [...this.#targets.values()].filter((target) => !except.has(target));
    const working = left.filter(({ canWork }) => canWork);
    // Where nobody can work it may be a matter of moments.
    return (working.length > 0 ? working : left).toSorted(
      (one, other) => one.connections - other.connections,
    )[0];
  }
}

async function look(target: Target): Promise<void> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const answer = await fetch(`${target.url}/readyz`, { signal }).catch(() => null);
  target.canWork = answer?.ok === true;
  await answer?.body?.cancel();
}

/** Null where nobody takes the connection. */
function connectTo(url: string): Promise<net.Socket | null> {
  const { hostname, port } = new URL(url);
  const server = net.connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const { promise, resolve } = Promise.withResolvers<net.Socket | null>();
  server.setTimeout(ANSWER_MS, () => server.destroy());
  server.once('connect', () => {
    server.setTimeout(0);
    resolve(server);
  });
  server.on('error', () => server.destroy());
  server.once('close', () => resolve(null));
  return promise;
}

function join(client: net.Socket, server: net.Socket): void {
  client.setNoDelay(true);
  server.setNoDelay(true);
  client.pipe(server).pipe(client);
  client.once('close', () => server.destroySoon());
  server.once('close', () => client.destroySoon());
  // Who was gone before this says so only once.
  if (client.destroyed) server.destroy();
}
