import type { FastifyBaseLogger } from 'fastify';
import { RedisConnection } from '../../../src/server/redis/redis-connection.ts';
import { Unanswered } from '../../../src/server/redis/unanswered.ts';
import type { Clock } from '../../../src/shared/domain/clock.ts';
import type { InstantRedis } from './instant-redis.ts';

export type RedisCommand = readonly string[];

type LogConnectionOptions = {
  readonly redis: InstantRedis;
  readonly logger: FastifyBaseLogger;
  /** Takes what is sent when the process is over. */
  readonly onLate: (command: RedisCommand) => void;
  /** Lets what is published arrive later; without it all of it is heard before anything is answered. */
  readonly later?: (hear: () => void) => void;
};

/** What one process has of Redis, until it ends. */
export class LogConnection extends RedisConnection {
  readonly #options: LogConnectionOptions;
  readonly #subscriptions: (() => void)[] = [];
  readonly #onUp = new Set<() => void>();
  #isCut = false;
  #isOver = false;

  constructor(options: LogConnectionOptions) {
    super({ url: 'redis://nowhere', logger: options.logger });
    this.#options = options;
  }

  override async send(...command: RedisCommand): Promise<unknown> {
    const { redis, onLate } = this.#options;
    if (this.#isOver) onLate(command);
    else if (this.#isCut) throw new Unanswered('Redis', { mayBeDone: false });
    const reply = this.#isOver ? null : await redis.send(command);
    // Whoever waits for it is dead.
    return this.#isOver ? new Promise(() => undefined) : reply;
  }

  override listen(channel: string, listener: (message: string) => void): () => void {
    const { redis, later = (hear) => hear() } = this.#options;
    const unsubscribe = redis.listen(channel, (message) => {
      if (this.#isCut) return;
      later(() => {
        if (!this.#isCut && !this.#isOver) listener(message);
      });
    });
    this.#subscriptions.push(unsubscribe);
    return unsubscribe;
  }

  override onUp(listener: () => void): () => void {
    this.#onUp.add(listener);
    return () => this.#onUp.delete(listener);
  }

  /** What is published from now on is lost. */
  cut(): void {
    this.#isCut = true;
  }

  mend(): void {
    if (!this.#isCut || this.#isOver) return;
    this.#isCut = false;
    for (const listener of [...this.#onUp]) listener();
  }

  end(): void {
    this.#isOver = true;
    for (const unsubscribe of this.#subscriptions) unsubscribe();
  }
}

/** Lets one after the other happen, each a while later, by at most so many milliseconds. */
export function inOrder(
  clock: Clock,
  random: () => number,
  mostMs: number,
): (task: () => void) => void {
  let lastAt = 0;
  return (task) => {
    lastAt = Math.max(lastAt, clock.steady() + Math.round(mostMs * random()));
    clock.after(lastAt - clock.steady(), task);
  };
}
