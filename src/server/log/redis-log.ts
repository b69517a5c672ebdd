import type { FastifyBaseLogger } from 'fastify';
import type { RedisConnection } from '../redis/redis-connection.ts';
import type { Change, LogListener, Message, PresenceLog, Told } from './presence-log.ts';
import { RECENT_CHANGES } from './recent-changes.ts';
import { type Found, formatPosition, parseFound } from './redis-log-entry.ts';
import { type Place, RedisLogFollower } from './redis-log-follower.ts';
import { logChannel, logKeys, READ } from './redis-log-scripts.ts';
import { type Kept, RedisLogWriter, type WriterLease } from './redis-log-writer.ts';

/** Whoever missed more than a few changes of each member is told less if they are told all anew. */
const KEPT: Kept = { perMember: 4, least: 1_000 };

type RedisLogOptions = {
  readonly connection: RedisConnection;
  readonly logger: FastifyBaseLogger;
  /** What this process may write with. */
  readonly lease: WriterLease;
  /**
   * Something could not be told, so nothing that follows can be with this lease: who wants to go on
   * gives it up, and begins again with what was told once it has another.
   */
  readonly onLost: (reason: string) => void;
  /** What all keys and channels begin with. */
  readonly prefix?: string;
  /** How many changes back {@link Told.recent} goes. */
  readonly recent?: number;
  /** What is kept for those whose connection was lost. */
  readonly kept?: Kept;
};

/**
 * The presence log that several processes share, in Redis 7 or later. A team's log begins when the
 * process that leads reads it with {@link told}; until then others are told of a log with the id ''.
 */
export class RedisLog implements PresenceLog {
  readonly #connection: RedisConnection;
  readonly #logger: FastifyBaseLogger;
  readonly #prefix: string;
  readonly #recent: number;
  readonly #writer: RedisLogWriter;

  constructor(options: RedisLogOptions) {
    const { connection, logger, lease, onLost, prefix = 'ampel:' } = options;
    const { recent = RECENT_CHANGES, kept = KEPT } = options;
    this.#connection = connection;
    this.#logger = logger;
    this.#prefix = prefix;
    this.#recent = recent;
    this.#writer = new RedisLogWriter({ connection, prefix, lease, kept, onLost });
  }

  async told(teamId: string): Promise<Told> {
    const isWriter = await this.#writer.begin(teamId);
    const found = await this.#read(teamId, null);
    if (found.kind !== 'told') throw new Error('the whole log was asked for, and not answered');
    if (isWriter) this.#writer.goOn(teamId, found.told.log, found.at);
    return found.told;
  }

  append(teamId: string, changes: readonly Change[]): Promise<number> {
    return this.#writer.append(teamId, changes);
  }

  tell(teamId: string, message: Message): Promise<void> {
    return this.#writer.tell(teamId, message);
  }

  async follow(teamId: string, listener: LogListener): Promise<() => void> {
    const follower = new RedisLogFollower({
      read: (since) => this.#read(teamId, since),
      listener,
      logger: this.#logger,
    });
    const channel = logChannel(this.#prefix, teamId);
    const subscriptions = [
      // From before the first reading on, so that nothing is missed between the two.
      this.#connection.listen(channel, (text) => follower.hear(text)),
      this.#connection.onUp(() => follower.catchUp()),
    ];
    const stop = () => {
      for (const unsubscribe of subscriptions) unsubscribe();
      follower.end();
    };
    try {
      await follower.read();
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  }

  async #read(teamId: string, since: Place | null): Promise<Found> {
    const found = parseFound(
      await this.#connection.send(
        ...['EVAL', READ, '4', ...logKeys(this.#prefix, teamId)],
        ...[since?.log ?? '', since === null ? '' : formatPosition(since.at)],
        String(this.#recent),
      ),
    );
    if (found.kind === 'since') return found;
    const recent = found.told.recent.slice(-this.#recent);
    return { ...found, told: { ...found.told, recent } };
  }
}
