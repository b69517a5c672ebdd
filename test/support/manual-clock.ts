import type { Clock } from '../../src/shared/domain/clock.ts';

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now: number;
  /** What the computer's time has been set forward by. */
  #set = 0;
  readonly #tasks = new Map<symbol, { readonly at: number; readonly run: () => void }>();

  constructor(now = Date.UTC(2026, 0, 5, 9)) {
    this.#now = now;
  }

  now(): number {
    return this.#now + this.#set;
  }

  steady(): number {
    return this.#now;
  }

  /** Sets the computer's time forward, or back where `ms` is negative; nothing becomes due by it. */
  setForward(ms: number): void {
    this.#set += ms;
  }

  after(delayMs: number, task: () => void): () => void {
    const key = Symbol();
    this.#tasks.set(key, { at: this.#now + delayMs, run: task });
    return () => this.#tasks.delete(key);
  }

  /** How many tasks wait. */
  get pending(): number {
    return this.#tasks.size;
  }

  /** Moves time on by `ms`, running what becomes due on the way, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#earliest(end); next !== null; next = this.#earliest(end)) {
      const [key, { at, run }] = next;
      this.#tasks.delete(key);
      this.#now = Math.max(this.#now, at);
      run();
    }
    this.#now = end;
  }

  #earliest(end: number): [symbol, { readonly at: number; readonly run: () => void }] | null {
    let earliest: [symbol, { readonly at: number; readonly run: () => void }] | null = null;
    for (const entry of this.#tasks) {
      const { at } = entry[1];
      if (at <= end && (earliest === null || at < earliest[1].at)) earliest = entry;
    }
    return earliest;
  }
}
