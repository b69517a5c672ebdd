import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Child, startChild } from './children.ts';

type Syncs = 'always' | 'everysec';

/** A real Redis server of its own, for this computer and whoever knows its password. */
export class RedisServer implements AsyncDisposable {
  readonly url: string;
  readonly #folder: string;
  readonly #keep: string | null;
  readonly #syncs: Syncs;
  readonly #port: number;
  readonly #password = randomBytes(24).toString('hex');
  #child: Child | null = null;

  private constructor(port: number, keep: string | null, syncs: Syncs) {
    this.#port = port;
    this.#keep = keep;
    this.#syncs = syncs;
    this.#folder = keep ?? mkdtempSync(path.join(tmpdir(), 'ampel-redis-'));
    this.url = `redis://:${this.#password}@127.0.0.1:${port}`;
  }

  /**
   * One that does not run yet, with a free port of its own.
   * @param keep where to keep the data; without it, it is gone when the server ends
   * @param syncs when what is kept is on disk for certain
   */
  static async create(
    keep: string | null,
    { syncs = 'everysec' }: { readonly syncs?: Syncs } = {},
  ): Promise<RedisServer> {
    if (keep !== null) mkdirSync(keep, { recursive: true, mode: 0o700 });
    return new RedisServer(await freePort(), keep, syncs);
  }

  /** Starts it (again), and answers when it takes commands. */
  async run(): Promise<Child> {
    const child = startChild('redis-server', ['-'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    // Not as arguments, which every user of the computer can see.
    child.process.stdin?.on('error', () => undefined);
    child.process.stdin?.end(this.#configuration());
    let said = '';
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    child.process.stdout?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
      if (said.includes('Ready to accept connections')) resolve();
    });
    child.exited.then(() => reject(new Error(`Redis did not start: ${said}`)), reject);
    await promise;
    return child;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child?.stop();
    if (this.#keep === null) rmSync(this.#folder, { recursive: true, force: true });
  }

  #configuration(): string {
    return [
      `port ${this.#port}`,
      'bind 127.0.0.1',
      `requirepass ${this.#password}`,
      `dir "${this.#folder}"`,
      `appendonly ${this.#keep === null ? 'no' : 'yes'}`,
      `appendfsync ${this.#syncs}`,
      'save ""',
      '',
    ].join('\n');
  }
}

async function freePort(): Promise<number> {
  const listener = net.createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  listener.listen(0, '127.0.0.1', resolve);
  await promise;
  const { port } = listener.address() as net.AddressInfo;
  listener.close();
  return port;
}
