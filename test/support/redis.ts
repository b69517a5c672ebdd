import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Child } from '../../scripts/children.ts';
import { RedisServer as RunningRedis } from '../../scripts/redis-server.ts';

/** A real Redis server of its own, which writes down everything at once, and to which anything may happen. */
export class RedisServer implements AsyncDisposable {
  readonly #folder: string;
  readonly #server: RunningRedis;
  #child: Child | null = null;

  private constructor(folder: string, server: RunningRedis) {
    this.#folder = folder;
    this.#server = server;
  }

  static async start(): Promise<RedisServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'ampel-redis-'));
    const redis = new RedisServer(folder, await RunningRedis.create(folder, { syncs: 'always' }));
    await redis.run();
    return redis;
  }

  /** With the password, without which nobody gets in. */
  get url(): string {
    return this.#server.url;
  }

  /** The same by way of somebody in between. */
  through({ url }: { readonly url: string }): string {
    const by = new URL(this.url);
    by.port = new URL(url).port;
    return by.href;
  }

  /** Starts it (again) with the data it had, and answers when it takes commands. */
  async run(): Promise<void> {
    this.#child = await this.#server.run();
  }

  /** Ends it as an outage does, or with `SIGKILL` as a crash. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    child?.process.kill(signal);
    // It does not hear the other signal where it is frozen.
    child?.process.kill('SIGCONT');
    await child?.exited;
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

  /** Holds it still: connections stay open, nothing is answered. */
  freeze(): void {
    this.#child?.process.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.process.kill('SIGCONT');
  }

  get #data(): string {
    return path.join(this.#folder, 'appendonlydir');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
