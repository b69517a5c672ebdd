import net from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from './team-server.ts';

/** The name of the socket in the folder of a PostgreSQL. */
const SOCKET = '.s.PGSQL.5432';

/** The way to a PostgreSQL, which a test can cut or let fall silent so that PostgreSQL does not know. */
export class PostgresWay implements AsyncDisposable {
  readonly url: string;
  readonly #listener: net.Server;
  readonly #folder: AsyncDisposable;
  readonly #lines = new Map<net.Socket, net.Socket>();

  private constructor(url: string, listener: net.Server, folder: AsyncDisposable) {
    this.url = url;
    this.#listener = listener;
    this.#folder = folder;
  }

  static async to(url: string): Promise<PostgresWay> {
    const folder = await temporaryFolder();
    const there = new URL(url);
    const target = join(there.searchParams.get('host') ?? '', SOCKET);
    there.searchParams.set('host', folder.path);
    const listener = net.createServer();
    const way = new PostgresWay(there.href, listener, folder);
    listener.on('connection', (client) => {
      const server = net.connect(target);
      way.#lines.set(client, server);
      client.on('error', () => undefined);
      server.on('error', () => client.destroy());
      client.pipe(server).pipe(client);
    });
    await new Promise<void>((resolve) => listener.listen(join(folder.path, SOCKET), resolve));
    return way;
  }

  cut(): void {
    for (const client of this.#lines.keys()) client.destroy();
    this.#lines.clear();
  }

  /** Passes nothing on any more of what is connected now, and says so to nobody. */
  forget(): void {
    for (const [client, server] of this.#lines) {
      client.unpipe();
      server.unpipe();
    }
  }

  /** Lets PostgreSQL know that what was forgotten is gone. */
  end(): void {
    for (const [client, server] of this.#lines) if (!client.readableFlowing) server.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.#listener.close();
    await this.#folder[Symbol.asyncDispose]();
  }
}
