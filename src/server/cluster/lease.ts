import { randomBytes } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../shared/domain/clock.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { Unanswered } from '../redis/unanswered.ts';

/** How long the lease is held if it is not renewed, in milliseconds. */
export const LEASE_MS = 4_000;

/** How often it is renewed, or tried to be had, in milliseconds. */
const RENEW_MS = 1_000;

/** How much earlier than Redis its holder takes it to be over, as their clocks differ in speed. */
const MARGIN_MS = 500;

/** Sets what the key holds to end later, where that is the token. Answers what it holds. */
const RENEW = `#!lua
local held = redis.call('GET', KEYS[1])
if held == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return held
`;

/** Deletes the key where it holds the token, and says so where there is a channel. */
const GIVE_UP = `#!lua
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return end
redis.call('DEL', KEYS[1])
if ARGV[2] ~= '' then redis.call('PUBLISH', ARGV[2], '') end
`;

type LeaseOptions = {
  readonly connection: RedisConnection;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  readonly processId: string;
  /** This process holds it from now on, until it is lost. */
  readonly onTaken: (token: string) => void;
  /** This process holds it no longer, and must not act as if it did. */
  readonly onLost: (reason: string) => void;
  /** What all keys and channels begin with. */
  readonly prefix?: string;
};

/** What this process holds; `until` is on the clock's steady scale. */
type Held = { readonly token: string; readonly until: number };

/**
 * The lease of which one process at a time holds one, and that everybody sees who does. Where its
 * holder is gone, another has it {@link LEASE_MS} + {@link RENEW_MS} later at the latest.
 */
export class Lease {
  readonly #options: LeaseOptions;
  /** The key that holds the token of whoever holds the lease. */
  readonly key: string;
  readonly #channel: string;
  readonly #onLeader = new Set<(processId: string | null) => void>();
  #held: Held | null = null;
  /** The token that the key held when this process looked last. */
  #seen: string | null = null;
  /** When that was, on the clock's steady scale. */
  #seenAt = 0;
  /** What is asked of Redis: nothing else is until it has answered. */
  #asked: Promise<void> | null = null;
  #isClosed = false;
  #cancelTick: () => void = () => undefined;
  #cancelEnd: () => void = () => undefined;
  #unsubscribe: readonly (() => void)[] = [];

  constructor(options: LeaseOptions) {
    const { prefix = 'ampel:' } = options;
    this.#options = options;
    this.key = `${prefix}lease`;
    this.#channel = `${prefix}leader`;
  }

  /** Tries to have it from now on. */
  start(): void {
    const { connection } = this.#options;
    this.#unsubscribe = [
      connection.listen(this.#channel, () => this.#look()),
      connection.onUp(() => this.#look()),
    ];
    this.#tick();
  }

  /** What the key holds while this process holds the lease, null while it does not. */
  token(): string | null {
    // A process that was frozen gets here before any timer could tell it.
    if (this.#held !== null && this.#options.clock.steady() >= this.#held.until) {
      this.#lose('it could not be renewed in time');
    }
    return this.#held?.token ?? null;
  }

  /**
   * Whether Redis says so too: where it lost its data another may have it by now.
   * @throws Unanswered where Redis does not say anything
   */
  async isConfirmed(): Promise<boolean> {
    const token = this.token();
    if (token === null) return false;
    return textOrNull(await this.#options.connection.send('GET', this.key)) === token;
  }

  /** The process that held it when this one looked last, a second ago where Redis answers; null where it has not for long. */
  leader(): string | null {
    return this.#seen === null ? null : holderOf(this.#seen);
  }

  /** Hears whenever a process has begun to lead, perhaps the same anew, or nobody does. The answer ends it. */
  onLeader(listener: (processId: string | null) => void): () => void {
    this.#onLeader.add(listener);
    return () => this.#onLeader.delete(listener);
  }

  /**
   * Holds it no longer, if it did. It may get it again, as any other: at once, or when they try next
   * where it is not announced.
   */
  async giveUp(reason: string, { isAnnounced = true } = {}): Promise<void> {
    const token = this.#held?.token;
    if (token === undefined) return;
    this.#lose(reason);
    await this.#release(token, isAnnounced ? this.#channel : '');
  }

  /** Gives it up, so that another has it at once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTick();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#onLeader.clear();
    await this.#asked;
    await this.giveUp('this server ends');
  }

  #tick(): void {
    this.#cancelTick = this.#options.clock.after(RENEW_MS, () => this.#tick());
    this.#look();
  }

  #look(): void {
    if (this.#asked !== null || this.#isClosed) return;
    const token = this.token();
    const at = this.#options.clock.steady();
    this.#asked = (token === null ? this.#take() : this.#renew(token))
      .then(() => {
        this.#seenAt = at;
      })
      .catch((error: unknown) => this.#takeUp(error))
      .finally(() => {
        this.#asked = null;
      });
  }

  /** Where Redis cannot be reached, time decides. */
  #takeUp(error: unknown): void {
    const { clock, logger } = this.#options;
    if (!(error instanceof Unanswered)) {
      logger.error({ err: error }, 'the lease could not be looked at');
      return;
    }
    // Its holder knows by itself until when it is.
    if (this.token() === null && clock.steady() - this.#seenAt >= LEASE_MS) this.#follow(null);
  }

  async #take(): Promise<void> {
    const { connection, clock, processId, onTaken } = this.#options;
    const token = `${processId} ${randomBytes(12).toString('base64url')}`;
    const until = clock.steady() + LEASE_MS - MARGIN_MS;
    const command = ['SET', this.key, token, 'NX', 'GET', 'PX', String(LEASE_MS)];
    const before = textOrNull(await connection.send(...command));
    if (before !== null) {
      // Taken by this process, which had no answer in time and so does not hold it.
      if (holderOf(before) === processId) return this.#release(before);
      return this.#follow(before);
    }
    if (this.#isClosed || clock.steady() >= until) return this.#release(token);
    this.#held = { token, until };
    this.#awaitEnd();
    onTaken(token);
    this.#follow(token);
    await connection.send('PUBLISH', this.#channel, processId);
  }

  async #renew(token: string): Promise<void> {
    const { connection, clock } = this.#options;
    // Counted from now, as it is not known when Redis does it.
    const until = clock.steady() + LEASE_MS - MARGIN_MS;
    const held = textOrNull(
      await connection.send('EVAL', RENEW, '1', this.key, token, String(LEASE_MS)),
    );
    if (this.token() !== token) return;
    if (held === token) {
      this.#held = { token, until };
      return this.#awaitEnd();
    }
    this.#lose('Redis does not know of it any more');
    this.#follow(held);
  }

  /** Sees to it that the end is noticed, whether or not anybody asks. */
  #awaitEnd(): void {
    this.#cancelEnd();
    const held = this.#held;
    if (held === null || this.token() === null) return;
    // A timer may come a little early: then again.
    const rest = Math.ceil(held.until - this.#options.clock.steady());
    this.#cancelEnd = this.#options.clock.after(rest, () => this.#awaitEnd());
  }

  #lose(reason: string): void {
    this.#held = null;
    this.#cancelEnd();
    this.#follow(null);
    this.#options.onLost(reason);
  }

  async #release(token: string, channel = this.#channel): Promise<void> {
    try {
      await this.#options.connection.send(...['EVAL', GIVE_UP, '1', this.key, token, channel]);
    } catch (error) {
      // It ends by itself.
      if (!(error instanceof Unanswered)) throw error;
    }
  }

  #follow(token: string | null): void {
    if (token === this.#seen) return;
    this.#seen = token;
    const leader = this.leader();
    for (const listener of [...this.#onLeader]) listener(leader);
  }
}

/** Which process a token is of. */
function holderOf(token: string): string {
  return token.split(' ', 1)[0] ?? '';
}

function textOrNull(reply: unknown): string | null {
  return reply === null ? null : String(reply);
}
