import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { RedisConnection } from '../../../src/server/cluster/redis-connection.ts';
import { RedisLog } from '../../../src/server/log/redis-log.ts';
import { UNNOTICED_MS } from '../../../src/server/open-leadership.ts';
import { listener } from '../../support/log-listener.ts';
import { recordingLogger } from '../../support/logged.ts';
import { ownPrefix } from '../../support/redis-team.ts';
import type { InstantRedis } from './instant-redis.ts';
import type { Logs, OnLogged, ProcessLog } from './logs.ts';
import { TEAM_ID } from './team.ts';

type Command = readonly string[];

/** A log in Redis, which one process after the other writes. */
export class RedisLogs implements Logs {
  readonly livesOn = true;
  readonly unnoticedMs = UNNOTICED_MS;
  readonly #redis: InstantRedis;
  readonly #prefix = ownPrefix();
  readonly #observer: ProcessConnection;
  /** What processes that are over said since, for when another has taken their place. */
  #late: Command[] = [];

  constructor(redis: InstantRedis) {
    this.#redis = redis;
    this.#observer = this.#connect(recordingLogger().logger);
  }

  observe(onLogged: OnLogged): void {
    const { logger } = recordingLogger();
    let logId = '';
    const following = this.#logOn(this.#observer, logger, () => null).follow(
      TEAM_ID,
      listener({
        onTold: ({ log }) => {
          logId = log;
        },
        onChanges: (entry) => onLogged(logId, entry),
      }),
    );
    void following;
  }

  open(logger: FastifyBaseLogger): ProcessLog {
    const connection = this.#connect(logger);
    let token: string | null = null;
    return {
      log: this.#logOn(connection, logger, () => token),
      lead: async () => {
        const mine = randomUUID();
        const taken = connection.send('SET', this.#leaseKey, mine);
        for (const command of this.#late.splice(0)) void this.#redis.send(command);
        await taken;
        token = mine;
      },
      end: () => connection.end(),
    };
  }

  settled(): Promise<void> {
    return this.#redis.settled();
  }

  close(): void {
    this.#observer.end();
  }

  get #leaseKey(): string {
    return `${this.#prefix}lease`;
  }

  #connect(logger: FastifyBaseLogger): ProcessConnection {
    return new ProcessConnection(this.#redis, logger, (command) => this.#late.push(command));
  }

  #logOn(
    connection: RedisConnection,
    logger: FastifyBaseLogger,
    token: () => string | null,
  ): RedisLog {
    return new RedisLog({
      connection,
      logger,
      lease: { key: this.#leaseKey, token },
      onLost: (reason) => logger.error({ err: reason }, 'a process can tell nothing any more'),
      prefix: this.#prefix,
    });
  }
}

/** What one process has of Redis, until it ends. */
class ProcessConnection extends RedisConnection {
  readonly #redis: InstantRedis;
  readonly #onLate: (command: Command) => void;
  readonly #subscriptions: (() => void)[] = [];
  #isOver = false;

  constructor(redis: InstantRedis, logger: FastifyBaseLogger, onLate: (command: Command) => void) {
    super({ url: 'redis://nowhere', logger });
    this.#redis = redis;
    this.#onLate = onLate;
  }

  override send(...command: Command): Promise<unknown> {
    return new Promise((resolve) => {
      if (this.#isOver) {
        this.#onLate(command);
        return;
      }
      // Whoever waits for it may be dead when it comes.
      void this.#redis.send(command).then((reply) => {
        if (!this.#isOver) resolve(reply);
      });
    });
  }

  override listen(channel: string, hear: (message: string) => void): () => void {
    const unsubscribe = this.#redis.listen(channel, (message) => {
      if (!this.#isOver) hear(message);
    });
    this.#subscriptions.push(unsubscribe);
    return unsubscribe;
  }

  end(): void {
    this.#isOver = true;
    for (const unsubscribe of this.#subscriptions) unsubscribe();
  }
}
