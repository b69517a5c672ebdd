import type { FastifyBaseLogger } from 'fastify';
import { Unanswered } from '../redis/unanswered.ts';
import type { LogListener } from './presence-log.ts';
import {
  comparePositions,
  type Entry,
  type Found,
  type Position,
  type Published,
  parsePublished,
  tellEntry,
} from './redis-log-entry.ts';

/** How long until another attempt where a log could not be read, in milliseconds. */
const RETRY_MS = 1_000;

/** A place in one of the logs that a team has had. */
export type Place = { readonly log: string; readonly at: Position };

type FollowerOptions = {
  /** What was told since that place, or all of it where there is none, or it is not known any more. */
  readonly read: (since: Place | null) => Promise<Found>;
  readonly listener: LogListener;
  readonly logger: FastifyBaseLogger;
};

/**
 * Puts together for one listener what is published and what can be read: everything once and in
 * order. What is published says which entry was before it; where that is not the one heard last,
 * the rest is read.
 */
export class RedisLogFollower {
  readonly #options: FollowerOptions;
  #place: Place | null = null;
  /** What is published while the log is read. */
  #held: Published[] | null = [];
  /** Counts the readings: an answer to an earlier one comes too late. */
  #reading = 0;
  #retry: NodeJS.Timeout | null = null;
  #isEnded = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Reads what it does not know yet. @throws Refusal `unavailable` */
  async read(): Promise<void> {
    this.#stopRetry();
    this.#reading += 1;
    const reading = this.#reading;
    this.#held = [];
    const found = await this.#options.read(this.#place);
    if (reading !== this.#reading) return;
    this.#take(found);
    const held = this.#held;
    this.#held = null;
    for (const said of held) this.#hear(said);
  }

  /** The same, again and again until it worked. */
  catchUp(): void {
    this.read().catch((error: unknown) => {
      if (this.#isEnded || this.#retry !== null) return;
      // It is read as soon as there is a connection again.
      if (error instanceof Unanswered && !error.mayBeDone) return;
      this.#options.logger.warn({ err: error }, 'what a team was told could not be read');
      this.#retry = setTimeout(() => this.catchUp(), RETRY_MS);
    });
  }

  /** Takes up what was published. */
  hear(text: string): void {
    this.#hear(parsePublished(text));
  }

  /** The listener hears nothing any more. */
  end(): void {
    this.#isEnded = true;
    this.#reading += 1;
    this.#held = [];
    this.#stopRetry();
  }

  #hear(said: Published): void {
    const place = this.#place;
    if (this.#held !== null) this.#held.push(said);
    else if (place === null || said.log !== place.log) this.catchUp();
    else if (comparePositions(said.at, place.at) <= 0) return;
    else if (said.before === null || comparePositions(said.before, place.at) !== 0) this.catchUp();
    else this.#tell(place.log, said);
  }

  #take(found: Found): void {
    const place = this.#place;
    if (found.kind === 'told') {
      const { told, at } = found;
      this.#place = { log: told.log, at };
      this.#guard(() => this.#options.listener.onTold(told));
    } else if (place !== null) {
      for (const said of found.entries) this.#tell(place.log, said);
    }
  }

  #tell(log: string, said: Entry): void {
    this.#place = { log, at: said.at };
    this.#guard(() => tellEntry(this.#options.listener, said));
  }

  /** A listener that throws must not keep itself or others from hearing what follows. */
  #guard(task: () => void): void {
    if (this.#isEnded) return;
    try {
      task();
    } catch (error) {
      this.#options.logger.error({ err: error }, 'what a team was told could not be taken up');
    }
  }

  #stopRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }
}
