import { randomUUID } from 'node:crypto';
import { RedisLog } from '../../src/server/log/redis-log.ts';
import type { Kept } from '../../src/server/log/redis-log-writer.ts';
import { RedisConnection } from '../../src/server/redis/redis-connection.ts';
import { recordingLogger } from './logged.ts';

export type TeamOptions = { readonly recent?: number; readonly kept?: Kept };

/** One process as far as the log of its team goes: a connection of its own, and perhaps the lease. */
export class RedisProcess implements AsyncDisposable {
  readonly connection: RedisConnection;
  readonly log: RedisLog;
  readonly logged: readonly string[];
  /** Why it could not write any more. */
  readonly lost: string[] = [];
  readonly prefix: string;
  readonly #leaseKey: string;
  #token: string | null = null;

  private constructor(url: string, prefix: string, options: TeamOptions) {
    const { logger, logged } = recordingLogger();
    this.logged = logged;
    this.connection = new RedisConnection({ url, logger });
    this.prefix = prefix;
    this.#leaseKey = `${prefix}lease`;
    this.log = new RedisLog({
      connection: this.connection,
      logger,
      lease: { key: this.#leaseKey, token: () => this.#token },
      onLost: (reason) => this.lost.push(reason),
      prefix,
      ...options,
    });
  }

  static async start(url: string, prefix: string, options: TeamOptions = {}) {
    const started = new RedisProcess(url, prefix, options);
    await started.connection.start();
    return started;
  }

  /** Takes the lease, whoever has it. */
  async lead(): Promise<void> {
    const token = randomUUID();
    await this.connection.send('SET', this.#leaseKey, token);
    this.#token = token;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.connection.close();
  }
}

/** What keeps one test's keys apart from another's. */
export function ownPrefix(): string {
  return `${randomUUID()}:`;
}
