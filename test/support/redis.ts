import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A real Redis server of its own, in a folder of its own, which writes down everything at once. */
export class RedisServer implements AsyncDisposable {
  readonly #folder: string;
  readonly #port: number;
  #process: ChildProcess | null = null;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
  }

  static async start(): Promise<RedisServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'ampel-redis-'));
    const server = new RedisServer(folder, await freePort());
    await server.run();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  get #data(): string {
    return path.join(this.#folder, 'appendonlydir');
  }

  get pid(): number {
    return this.#process?.pid ?? -1;
  }

  /** Starts it (again) with the data it had, and answers when it takes commands. */
  async run(): Promise<void> {
    const child = spawn(
      'redis-server',
      [
        ['--port', String(this.#port)],
        ['--bind', '127.0.0.1'],
        ['--dir', this.#folder],
        ['--appendonly', 'yes'],
        ['--appendfsync', 'always'],
        ['--save', ''],
      ].flat(),
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.#process = child;
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-4_000);
        if (said.includes('Ready to accept connections')) resolve();
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`Redis did not start: ${said}`)));
    });
  }

  /** Ends it as an outage does, or with `SIGKILL` as a crash. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    // It does not hear the other signal where it is frozen.
    child.kill('SIGCONT');
    await ended;
  }

  async restart({ empty }: { readonly empty: boolean }): Promise<void> {
    await this.stop('SIGKILL');
    if (empty) rmSync(this.#data, { recursive: true, force: true });
    await this.run();
  }

  /** Starts it again as after a loss of power: the last that it was told has not reached the disk. */
  async restartWithoutLast(): Promise<void> {
    await this.stop('SIGKILL');
    const name = readdirSync(this.#data).find((file) => file.endsWith('.incr.aof'));
    if (name === undefined) throw new Error(`Redis has written nothing down in ${this.#data}`);
    const file = path.join(this.#data, name);
    truncateSync(file, statSync(file).size - 1);
    await this.run();
  }

  /** Lets nobody in without it from now on, until it is started again. */
  async requirePassword(password: string): Promise<void> {
    const socket = net.connect(this.#port, '127.0.0.1');
    socket.end(`CONFIG SET requirepass "${password}"\r\n`);
    await once(socket, 'data');
    socket.destroy();
  }

  /** Holds it still: connections stay open, nothing is answered. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
