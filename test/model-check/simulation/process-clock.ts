import type { Clock } from '../../../src/shared/domain/clock.ts';
import type { Timeline } from './timeline.ts';

/** The time of day when a world begins. */
const BEGINNING = Date.UTC(2026, 0, 5, 9);

/** The time of day on one computer, which somebody may set. It outlives the programs that read it. */
export class WallClock {
  readonly #timeline: Timeline;
  #setForwardMs = 0;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  now(): number {
    return BEGINNING + this.#timeline.now + this.#setForwardMs;
  }

  /** Sets the time forward, or back where `ms` is negative. */
  setForward(ms: number): void {
    this.#setForwardMs += ms;
  }
}

type Timer = { dueAt: number; readonly task: () => void; cancel: () => void };

/**
 * The clock of one run of a program, as Node has it: the steady scale begins with the program and
 * is not in whole milliseconds, and a timer may come up to a millisecond before its time.
 */
export class ProcessClock implements Clock {
  readonly #timeline: Timeline;
  readonly #wall: WallClock;
  /** What the steady scale is behind the timeline by. */
  #behindMs: number;
  readonly #timers = new Set<Timer>();
  #frozenAt: number | null = null;
  #isDead = false;

  constructor(timeline: Timeline, wall: WallClock) {
    this.#timeline = timeline;
    this.#wall = wall;
    this.#behindMs = timeline.now - 40.625;
  }

  now(): number {
    return this.#wall.now();
  }

  steady(): number {
    return (this.#frozenAt ?? this.#timeline.now) - this.#behindMs;
  }

  after(delayMs: number, task: () => void): () => void {
    const timer: Timer = {
      dueAt: (this.#frozenAt ?? this.#timeline.now) + Math.max(1, Math.trunc(delayMs)),
      task,
      cancel: () => undefined,
    };
    if (this.#isDead) return () => undefined;
    this.#timers.add(timer);
    if (this.#frozenAt === null) this.#arm(timer);
    return () => {
      timer.cancel();
      this.#timers.delete(timer);
    };
  }

  /** The computer sleeps: no timer fires, and the steady scale stands still. */
  freeze(): void {
    if (this.#frozenAt !== null) return;
    this.#frozenAt = this.#timeline.now;
    for (const timer of this.#timers) timer.cancel();
  }

  /** The computer wakes. Where its steady scale counts sleep, what has become due in it is late. */
  thaw(countsSleep: boolean): void {
    if (this.#frozenAt === null) return;
    const sleptMs = this.#timeline.now - this.#frozenAt;
    this.#frozenAt = null;
    if (!countsSleep) this.#behindMs += sleptMs;
    for (const timer of this.#timers) {
      if (!countsSleep) timer.dueAt += sleptMs;
      this.#arm(timer);
    }
  }

  /** The program has ended: nothing of it happens any more. */
  kill(): void {
    this.#isDead = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #arm(timer: Timer): void {
    timer.cancel = this.#timeline.at(timer.dueAt, () => {
      this.#timers.delete(timer);
      timer.task();
    });
  }
}
