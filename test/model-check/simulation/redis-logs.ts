import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { seededRandom } from '../../../src/server/demo/random.ts';
import { RedisLog } from '../../../src/server/log/redis-log.ts';
import { UNNOTICED_MS } from '../../../src/server/open-leadership.ts';
import type { Clock } from '../../../src/shared/domain/clock.ts';
import { listener } from '../../support/log-listener.ts';
import { recordingLogger } from '../../support/logged.ts';
import { ownPrefix } from '../../support/redis-team.ts';
import type { InstantRedis } from './instant-redis.ts';
import { inOrder, LogConnection, type RedisCommand } from './log-connection.ts';
import type { GatewayLog, LeaderLog, Logs, OnLogged } from './logs.ts';
import { TEAM_ID } from './team.ts';

/** By how much later than whoever leads a gateway hears what the team is told, in milliseconds. */
const MOST_LAG_MS = 80;

/** What a log keeps that is cut off as early as can be. */
const HARDLY_ANY = { perMember: 0, least: 2 };

type LogParts = {
  readonly connection: LogConnection;
  readonly logger: FastifyBaseLogger;
  readonly token: () => string | null;
};

/**
 * A log in Redis, which one process after the other writes, and which the gateway hears as from
 * another one. In every other world hardly any of it is kept.
 */
export class RedisLogs implements Logs {
  readonly livesOn = true;
  readonly unnoticedMs = UNNOTICED_MS;
  readonly keepsAll: boolean;
  readonly #redis: InstantRedis;
  readonly #random: () => number;
  readonly #prefix = ownPrefix();
  readonly #observer: LogConnection;
  /** What processes that are over said since, for when another has taken their place. */
  readonly #late: RedisCommand[] = [];

  constructor(redis: InstantRedis, seed: number) {
    this.#redis = redis;
    this.#random = seededRandom(seed);
    this.keepsAll = seed % 2 === 0;
    this.#observer = this.#connect(recordingLogger().logger);
  }

  observe(onLogged: OnLogged): void {
    const { logger } = recordingLogger();
    const log = this.#logOn({ connection: this.#observer, logger, token: () => null });
    let logId = '';
    const onTold = (told: { readonly log: string }): void => {
      logId = told.log;
    };
    void log.follow(TEAM_ID, listener({ onTold, onChanges: (entry) => onLogged(logId, entry) }));
  }

  openLeader(logger: FastifyBaseLogger): LeaderLog {
    const connection = this.#connect(logger);
    let token: string | null = null;
    return {
      log: this.#logOn({ connection, logger, token: () => token }),
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

  openGateway(clock: Clock, logger: FastifyBaseLogger): GatewayLog {
    const line = this.#connect(logger, inOrder(clock, this.#random, MOST_LAG_MS));
    const log = this.#logOn({ connection: line, logger, token: () => null });
    return { log, line, end: () => line.end() };
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

  #connect(logger: FastifyBaseLogger, later?: (hear: () => void) => void): LogConnection {
    return new LogConnection({
      redis: this.#redis,
      logger,
      onLate: (command) => this.#late.push(command),
      ...(later === undefined ? {} : { later }),
    });
  }

  #logOn({ connection, logger, token }: LogParts): RedisLog {
    return new RedisLog({
      connection,
      logger,
      lease: { key: this.#leaseKey, token },
      onLost: (reason) => logger.error({ err: reason }, 'a process can tell nothing any more'),
      prefix: this.#prefix,
      ...(this.keepsAll ? {} : { kept: HARDLY_ANY }),
    });
  }
}
