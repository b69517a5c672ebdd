import type { Clock } from '../../shared/domain/clock.ts';

/** How many arrivals are taken up, and worked on, before everybody else has their turn. */
const MOST_AT_ONCE = 16;

/**
 * How long fewer than that wait for each other after the last turn, in milliseconds. Nobody who
 * connects notices; but the process wakes up, asks the database and writes once for several of them.
 */
const GATHERING_MS = 20;

/** How long an arrival may have to wait, in milliseconds. Clients give up after 8 s. */
const MOST_WAIT_MS = 5_000;

/**
 * What an arrival is taken to cost before there was one, in milliseconds: rather too much. Whoever is
 * told to come again does so within a second, when it is known; who waits in vain has lost 8.
 */
const FIRST_GUESS_MS = 3;

/** How much the last turn counts in what an arrival is taken to cost. */
const WEIGHT_OF_LAST = 0.2;

/** An arrival has its turn later or, where that would be too late, none at all. */
export type Queued =
  | { readonly kind: 'queued'; readonly leave: () => void }
  | { readonly kind: 'full'; readonly waitMs: number };

/**
 * Takes up those who come at the rate at which the process can serve them: a few at a time, in the
 * order they came, and then whatever else there is to do. So a storm of them hardly delays those who
 * are here already, and whoever is let wait does not wait in vain. Those who follow each other
 * closely have their turns together.
 */
export class ArrivalQueue {
  readonly #clock: Clock;
  /** Those who have knocked, in the order they came. */
  readonly #waiting = new Set<() => void>();
  /** Those who were taken up and have said who they are: they come before any other. */
  readonly #ready = new Set<() => void>();
  readonly #workedOn = new Set<() => void>();
  /** Takes back the turn that is due. */
  #cancelTurn: (() => void) | null = null;
  /** It comes as soon as whatever else there is to do has had its turn, and is not taken back. */
  #isTurnAtOnce = false;
  /** On the clock's steady scale. */
  #lastTurnAt = Number.NEGATIVE_INFINITY;
  #msForEach = FIRST_GUESS_MS;
  /** When how many were taken up last, while others went on waiting; on the clock's steady scale. */
  #lastTaken: { readonly at: number; readonly count: number } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many wait to be taken up. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** How many are on their way to a welcome. */
  get underWay(): number {
    return this.#ready.size + this.#workedOn.size;
  }

  /** Calls `takeUp` when it is the arrival's turn, unless it has left before. */
  join(takeUp: () => void): Queued {
    if (this.#waiting.size === 0) this.#lastTaken = null;
    const pauseMs = this.#lastTaken === null ? 0 : this.#clock.steady() - this.#lastTaken.at;
    const waitMs = pauseMs + this.#waiting.size * this.#msForEach;
    if (waitMs > MOST_WAIT_MS) return { kind: 'full', waitMs };
    this.#waiting.add(takeUp);
    this.#goOn();
    return { kind: 'queued', leave: () => this.#waiting.delete(takeUp) };
  }

  /**
   * Calls `work` when not too many others are worked on, which often wait for the database. The
   * answer is to be called when the work is over, or not wanted any more.
   */
  begin(work: () => void): () => void {
    this.#ready.add(work);
    this.#goOn();
    return () => {
      this.#ready.delete(work);
      this.#workedOn.delete(work);
      this.#goOn();
    };
  }

  #goOn(): void {
    const mayWork = this.#ready.size > 0 && this.#workedOn.size < MOST_AT_ONCE;
    const mayTakeUp = this.#ready.size === 0 && this.#waiting.size > 0;
    if (this.#isTurnAtOnce || !(mayWork || mayTakeUp)) return;
    const isEnough = Math.max(this.#ready.size, this.#waiting.size) >= MOST_AT_ONCE;
    const leftMs = this.#lastTurnAt + GATHERING_MS - this.#clock.steady();
    if (isEnough || leftMs <= 0) {
      this.#cancelTurn?.();
      this.#isTurnAtOnce = true;
      setImmediate(() => this.#turn());
    } else {
      this.#cancelTurn ??= this.#clock.after(leftMs, () => this.#turn());
    }
  }

  #turn(): void {
    this.#cancelTurn = null;
    this.#isTurnAtOnce = false;
    this.#work();
    if (this.#ready.size === 0) this.#takeUp();
    this.#lastTurnAt = this.#clock.steady();
    this.#goOn();
  }

  #work(): void {
    for (const work of [...this.#ready.values().take(MOST_AT_ONCE - this.#workedOn.size)]) {
      this.#ready.delete(work);
      this.#workedOn.add(work);
      work();
    }
  }

  #takeUp(): void {
    if (this.#waiting.size === 0) return;
    const now = this.#clock.steady();
    if (this.#lastTaken !== null) {
      const msForEach = (now - this.#lastTaken.at) / this.#lastTaken.count;
      this.#msForEach += WEIGHT_OF_LAST * (msForEach - this.#msForEach);
    }
    const next = [...this.#waiting.values().take(MOST_AT_ONCE)];
    this.#lastTaken = { at: now, count: next.length };
    for (const takeUp of next) {
      this.#waiting.delete(takeUp);
      takeUp();
    }
  }
}
