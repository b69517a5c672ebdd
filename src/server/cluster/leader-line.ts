import type { Clock } from '../../shared/domain/clock.ts';
import { Unanswered } from '../redis/unanswered.ts';
import type { Bus } from './bus.ts';
import type { Lease } from './lease.ts';

/**
 * How long a call waits for somebody to lead, in milliseconds: less than clients wait for an answer,
 * so that nothing is done late that was given up, and perhaps asked for otherwise since.
 */
const LEADER_MS = 4_000;

/** How long whoever leads may take to answer, in milliseconds. */
const ANSWER_MS = 6_000;

/** The pause before another attempt to reach whoever leads, in milliseconds. */
const RETRY_MS = 200;

type LeaderLineParts = {
  readonly processId: string;
  readonly bus: Pick<Bus, 'ask'>;
  readonly lease: Pick<Lease, 'leader' | 'onLeader'>;
  readonly clock: Clock;
  /** Answers a call where this process leads. @throws Refusal */
  readonly answer: (call: string, argument: unknown) => Promise<unknown>;
};

export type AskOptions = {
  /** In milliseconds; 4 s unless given. */
  readonly waitMs?: number;
  readonly isWanted?: () => boolean;
};

/** Where calls go to whoever leads, this process or another. */
export class LeaderLine {
  readonly #parts: LeaderLineParts;
  /** Those who wait for somebody to lead, in the order in which they go on. */
  readonly #waiting = new Set<() => void>();
  /** Who began to lead last, as far as this process knows. */
  #latest: string | null = null;
  #isClosed = false;

  constructor(parts: LeaderLineParts) {
    this.#parts = parts;
    parts.lease.onLeader((leader) => {
      if (leader === null) return;
      this.#latest = leader;
      this.#wake();
    });
  }

  /**
   * Asks whoever leads; where nobody does, somebody may within `waitMs`. What is not wanted any more
   * by then is not asked of anybody else.
   * @throws Refusal as it is answered, or `unavailable`
   */
  async ask(call: string, argument: unknown, options: AskOptions = {}): Promise<unknown> {
    const { waitMs = LEADER_MS, isWanted = () => true } = options;
    const { bus, clock, processId, answer } = this.#parts;
    const deadline = clock.steady() + waitMs;
    for (;;) {
      const leader = await this.#leader(deadline);
      if (!isWanted()) throw notLeading();
      try {
        if (leader === processId) return await answer(call, argument);
        return await bus.ask(leader, call, argument, { timeoutMs: ANSWER_MS });
      } catch (error) {
        const isDone = !(error instanceof Unanswered) || error.mayBeDone;
        if (isDone || this.#isClosed || clock.steady() >= deadline) throw error;
        await this.#pause(RETRY_MS);
      }
    }
  }

  /** Says something until whoever leads now has heard it; it is nothing to anybody who leads later. */
  async tell(call: string, argument: unknown): Promise<void> {
    const latest = this.#latest;
    // The same one may only have been out of reach, and know the session still.
    while (!this.#isClosed && latest === this.#latest) {
      try {
        await this.ask(call, argument);
        return;
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        await this.#pause(RETRY_MS);
      }
    }
  }

  /** Who still waits is told that nothing was done. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** @throws Unanswered where nobody leads until the deadline (steady milliseconds) */
  async #leader(deadline: number): Promise<string> {
    const { lease, clock } = this.#parts;
    for (;;) {
      const leader = lease.leader();
      if (leader !== null) return leader;
      const leftMs = deadline - clock.steady();
      if (this.#isClosed || leftMs <= 0) throw notLeading();
      await this.#pause(leftMs);
    }
  }

  /** Resolves after that time, or as soon as somebody begins to lead. */
  #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const goOn = (): void => {
      cancel();
      this.#waiting.delete(goOn);
      resolve();
    };
    const cancel = this.#parts.clock.after(ms, goOn);
    this.#waiting.add(goOn);
    return promise;
  }

  #wake(): void {
    for (const goOn of [...this.#waiting]) goOn();
  }
}

/** Nothing was done, as this process does not lead. */
export function notLeading(): Unanswered {
  return new Unanswered('the server that leads', { mayBeDone: false });
}
