import type { SystemActivity } from '../../../src/client/idle-source.ts';
import type { Timeline } from './timeline.ts';

/**
 * What the system answers when it is asked for the idle time: the truth in whole seconds, nothing
 * but 0, an error, or an error every other time.
 */
export const SOURCES = ['healthy', 'zero', 'throws', 'flaky'] as const;
export type Source = (typeof SOURCES)[number];

/** Differences between systems that matter here. */
export type Platform = {
  /** Whether it tells of lock, unlock and return by itself; else Ampel has to look (Linux). */
  readonly tells: boolean;
  /** Whether sleep counts as idle time, and goes by on the steady scale. */
  readonly countsSleep: boolean;
};

type Work = { readonly from: number; readonly until: number; readonly pauseMs: number };

const REMEMBERED_INPUTS = 8;

/** A computer and the person at it. Times are on the timeline. */
export class Computer {
  readonly platform: Platform;
  /** As the operating system gives it to a program. */
  readonly system: SystemActivity;
  readonly #timeline: Timeline;
  /** The last single inputs, the latest last. */
  #inputs: number[] = [0];
  /** Input again and again. */
  #work: Work | null = null;
  #reads = 0;
  #source: Source = 'healthy';
  #isLocked = false;
  #asleepSince: number | null = null;
  /** What the source was before its last change. */
  sourceBefore: Source = 'healthy';
  /** When the source, or the lock, became what it is. */
  sourceChangedAt = 0;
  lockChangedAt = 0;
  wokenAt = 0;
  /** Until when somebody seemed to be there because of a source that lied. */
  believedUntil = 0;

  constructor(timeline: Timeline, platform: Platform) {
    this.#timeline = timeline;
    this.platform = platform;
    this.system = {
      lockIsPolled: !platform.tells,
      idleMs: () => this.#readIdle(),
      locked: () => this.#isLocked,
    };
  }

  get isLocked(): boolean {
    return this.#isLocked;
  }

  get isAsleep(): boolean {
    return this.#asleepSince !== null;
  }

  get source(): Source {
    return this.#source;
  }

  /** The last input so far, as the system counts idle time. */
  get lastInputAt(): number {
    return this.lastInputUntil(this.#timeline.now) ?? 0;
  }

  /** The last input up to a moment, or null where that is not remembered. */
  lastInputUntil(at: number): number | null {
    if (this.#work !== null && at >= this.#work.from) {
      const { from, until, pauseMs } = this.#work;
      const workedUntil = Math.min(until, at);
      return workedUntil - ((workedUntil - from) % pauseMs);
    }
    return this.#inputs.findLast((inputAt) => inputAt <= at) ?? null;
  }

  input(): void {
    if (this.isAsleep) return;
    this.#stopWork();
    this.#note(this.#timeline.now);
  }

  /** Input from now on every `pauseMs`, for `forMs`. */
  work(forMs: number, pauseMs: number): void {
    if (this.isAsleep) return;
    this.#stopWork();
    this.#work = { from: this.#timeline.now, until: this.#timeline.now + forMs, pauseMs };
  }

  lock(): void {
    this.#stopWork();
    this.#setLocked(true);
  }

  unlock(): void {
    this.input();
    this.#setLocked(false);
  }

  setSource(source: Source): void {
    // What a source that lied for a time was taken for then is not taken back.
    if (this.#source === 'zero') this.believedUntil = this.#timeline.now;
    this.sourceBefore = this.#source;
    this.#source = source;
    this.sourceChangedAt = this.#timeline.now;
  }

  sleep(): void {
    this.#stopWork();
    this.#asleepSince = this.#timeline.now;
  }

  wake(): void {
    if (this.#asleepSince === null) return;
    const sleptMs = this.#timeline.now - this.#asleepSince;
    if (!this.platform.countsSleep) this.#inputs = this.#inputs.map((at) => at + sleptMs);
    this.#asleepSince = null;
    this.wokenAt = this.#timeline.now;
  }

  #readIdle(): number {
    this.#reads += 1;
    const idleMs = this.#timeline.now - this.lastInputAt;
    switch (this.#source) {
      case 'healthy':
        return Math.floor(idleMs / 1000) * 1000;
      case 'zero':
        return 0;
      case 'throws':
        throw new Error('no idle time here');
      case 'flaky':
        if (this.#reads % 2 === 0) throw new Error('no idle time just now');
        return Math.floor(idleMs / 1000) * 1000;
    }
  }

  #stopWork(): void {
    if (this.#work === null) return;
    const { lastInputAt } = this;
    this.#work = null;
    this.#note(lastInputAt);
  }

  #note(inputAt: number): void {
    this.#inputs = [...this.#inputs.slice(1 - REMEMBERED_INPUTS), inputAt];
  }

  #setLocked(isLocked: boolean): void {
    if (isLocked === this.#isLocked) return;
    this.#isLocked = isLocked;
    this.lockChangedAt = this.#timeline.now;
  }
}
