import {
  type Activity,
  type ActivitySource,
  MAX_INT32,
  refreshIntervalMs,
} from '../shared/domain/activity.ts';
import type { Clock } from '../shared/domain/clock.ts';

/** What a look at the computer tells. */
export type Reading = {
  /** Milliseconds since the last input in any application. */
  readonly idleMs: number;
  readonly locked: boolean;
};

/** The computer's own knowledge of input. May throw where the system cannot tell. */
export type SystemActivity = {
  read(): Reading;
};

/** A report without its number, which the connection gives it. */
export type ActivityLevel = Omit<Activity, 'seq'>;

/**
 * How often a device that is away looks whether someone came back, in milliseconds. Half a
 * second leaves the other half of PR6's second to the network and the teammates' screens.
 */
const LOOK_WHILE_AWAY_MS = 500;

/**
 * When to look again, in milliseconds: while someone is there, when they could have become
 * inactive or a report is due (PR4), whichever is sooner; while nobody is, soon (PR6).
 */
export function nextLookMs(reading: Reading, timeoutMs: number): number {
  if (isAway(reading, timeoutMs)) return LOOK_WHILE_AWAY_MS;
  return Math.min(timeoutMs - reading.idleMs, refreshIntervalMs(timeoutMs));
}

function isAway(reading: Reading, timeoutMs: number): boolean {
  return reading.locked || reading.idleMs >= timeoutMs;
}

export type ActivityMonitorOptions = {
  readonly system: SystemActivity;
  readonly clock: Clock;
  /** Receives each report that is due. */
  readonly report: (level: ActivityLevel) => void;
  /** Told once each time the system stops being able to tell. */
  readonly onSourceFailure: (error: unknown) => void;
};

/**
 * Watches the computer's idle time and reports it as level state (PR4): when someone goes or
 * comes, when the screen is locked or unlocked, and often enough in between.
 */
export class ActivityMonitor {
  readonly #options: ActivityMonitorOptions;
  #timeoutMs: number | null = null;
  #cancelLook: (() => void) | null = null;
  #reported: { readonly at: number; readonly away: boolean; readonly locked: boolean } | null =
    null;
  #lastInputAt: number;
  #source: ActivitySource = 'system';

  constructor(options: ActivityMonitorOptions) {
    this.#options = options;
    this.#lastInputAt = options.clock.now();
  }

  /** Starts watching, or goes on with another timeout (in milliseconds); the same changes nothing. */
  watch(timeoutMs: number): void {
    if (timeoutMs === this.#timeoutMs) return;
    this.#timeoutMs = timeoutMs;
    this.look();
  }

  /** Stops watching; the next {@link watch} reports at once. */
  stop(): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
    this.#timeoutMs = null;
    this.#reported = null;
  }

  /** Looks now instead of waiting: after an unlock, a resume, or whatever hints at a return. */
  look(): void {
    const timeoutMs = this.#timeoutMs;
    if (timeoutMs === null) return;
    const level = this.level();
    const away = isAway(level, timeoutMs);
    const now = this.#options.clock.now();
    if (
      this.#reported === null ||
      this.#reported.away !== away ||
      this.#reported.locked !== level.locked ||
      now - this.#reported.at >= refreshIntervalMs(timeoutMs)
    ) {
      this.#reported = { at: now, away, locked: level.locked };
      this.#options.report(level);
    }
    this.#cancelLook?.();
    this.#cancelLook = this.#options.clock.after(nextLookMs(level, timeoutMs), () => this.look());
  }

  /** The state of the computer at this moment, as it goes into a handshake or a report. */
  level(): ActivityLevel {
    const now = this.#options.clock.now();
    const reading = this.#read();
    if (reading === null) {
      // Aging from the last input that was seen leads to Offline; a guess of 0 never would.
      return {
        idleMs: clampIdle(now - this.#lastInputAt),
        locked: false,
        source: this.#source,
      };
    }
    this.#lastInputAt = now - reading.idleMs;
    return { idleMs: clampIdle(reading.idleMs), locked: reading.locked, source: this.#source };
  }

  #read(): Reading | null {
    try {
      const reading = this.#options.system.read();
      if (!Number.isFinite(reading.idleMs) || reading.idleMs < 0) {
        throw new RangeError(`The system reports an idle time of ${reading.idleMs} ms`);
      }
      this.#source = 'system';
      return reading;
    } catch (error) {
      if (this.#source !== 'none') this.#options.onSourceFailure(error);
      this.#source = 'none';
      return null;
    }
  }
}

function clampIdle(idleMs: number): number {
  return Math.min(Math.max(Math.round(idleMs), 0), MAX_INT32);
}
