import type { Clock } from '../../shared/domain/clock.ts';
import type { Rate } from '../../shared/protocol/limits.ts';

/** What is left of a rate: it refills by time, up to the burst. */
export class Allowance {
  readonly #clock: Clock;
  readonly #rate: Rate;
  #left: number;
  /** When `#left` was right, on the clock's steady scale. */
  #asOf: number;

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock;
    this.#rate = rate;
    this.#left = rate.burst;
    this.#asOf = clock.steady();
  }

  /** Answers whether it may happen once more, and takes note of it. */
  take(): boolean {
    this.#refill();
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** What was taken did not count. */
  giveBack(): void {
    this.#left = Math.min(this.#rate.burst, this.#left + 1);
  }

  /** Seconds until it may happen again; 0 where it may now. */
  get waitSeconds(): number {
    this.#refill();
    return Math.max(0, Math.ceil((1 - this.#left) / this.#rate.perSecond));
  }

  get isFull(): boolean {
    this.#refill();
    return this.#left >= this.#rate.burst;
  }

  #refill(): void {
    const now = this.#clock.steady();
    const gained = ((now - this.#asOf) / 1000) * this.#rate.perSecond;
    this.#left = Math.min(this.#rate.burst, this.#left + gained);
    this.#asOf = now;
  }
}

/** How many allowances are kept before those that are full again are let go. */
const SWEEP_SIZE = 1_000;

/** An allowance of the same rate for each key, such as an address. */
export class Allowances {
  readonly #clock: Clock;
  readonly #rate: Rate;
  readonly #byKey = new Map<string, Allowance>();
  #sweepSize = SWEEP_SIZE;

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock;
    this.#rate = rate;
  }

  of(key: string): Allowance {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#sweep();
    const allowance = new Allowance(this.#clock, this.#rate);
    this.#byKey.set(key, allowance);
    return allowance;
  }

  #sweep(): void {
    if (this.#byKey.size < this.#sweepSize) return;
    for (const [key, allowance] of this.#byKey) if (allowance.isFull) this.#byKey.delete(key);
    this.#sweepSize = Math.max(SWEEP_SIZE, 2 * this.#byKey.size);
  }
}
