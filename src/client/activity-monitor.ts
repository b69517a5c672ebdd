import { refreshIntervalMs, warningLeadMs } from '../shared/domain/activity.ts';
import type { Clock } from '../shared/domain/clock.ts';
import type { ActivityLevel, IdleSource } from './idle-source.ts';

/**
 * `fading` is somebody who becomes inactive soon unless there is input (PR13), `away` who is
 * inactive or has locked the screen.
 */
export type Attendance = 'there' | 'fading' | 'away';

/**
 * How often a device that is away looks whether someone came back, in milliseconds. Half a
 * second leaves the other half of PR6's second to the network and the teammates' screens.
 */
const LOOK_WHILE_AWAY_MS = 500;
/** A report that is due so soon goes out with this look instead of costing one of its own. */
const DUE_ENOUGH_MS = 500;
/** Often enough to take a warning back with the first input. */
const LOOK_WHILE_FADING_MS = 1_000;
/** The system counts in whole seconds; this often is looked for the one that makes the timeout full. */
const LOOK_AT_LAST_SECOND_MS = 250;

export function attendanceOf(level: ActivityLevel, timeoutMs: number): Attendance {
  if (level.locked || isInactive(level, timeoutMs)) return 'away';
  return level.idleMs >= timeoutMs - warningLeadMs(timeoutMs) ? 'fading' : 'there';
}

function isInactive({ idleMs }: ActivityLevel, timeoutMs: number): boolean {
  return idleMs >= timeoutMs;
}

/**
 * When to look again, in milliseconds: while someone is there, when they could have begun to fade
 * or a report is due (PR4), whichever is sooner; while nobody is, soon (PR6).
 */
export function nextLookMs(level: ActivityLevel, timeoutMs: number): number {
  const leftMs = timeoutMs - level.idleMs;
  switch (attendanceOf(level, timeoutMs)) {
    case 'there':
      return Math.min(leftMs - warningLeadMs(timeoutMs), refreshIntervalMs(timeoutMs));
    case 'fading':
      return leftMs <= LOOK_WHILE_FADING_MS ? LOOK_AT_LAST_SECOND_MS : LOOK_WHILE_FADING_MS;
    case 'away':
      return LOOK_WHILE_AWAY_MS;
  }
}

export type ActivityMonitorOptions = {
  readonly source: IdleSource;
  readonly clock: Clock;
  /** Receives each report that is due; `leftMs` is what is left of the timeout. */
  readonly report: (level: ActivityLevel, attendance: Attendance, leftMs: number) => void;
};

type Reported = {
  readonly at: number;
  readonly attendance: Attendance;
  readonly level: ActivityLevel;
};

/**
 * Watches the computer's idle time and reports it as level state (PR4): when someone goes or
 * comes, when the screen is locked or unlocked, and often enough in between.
 */
export class ActivityMonitor {
  readonly #options: ActivityMonitorOptions;
  #timeoutMs: number | null = null;
  #cancelLook: (() => void) | null = null;
  #reported: Reported | null = null;

  constructor(options: ActivityMonitorOptions) {
    this.#options = options;
  }

  /** Starts watching, or goes on with another timeout (in milliseconds); the same changes nothing. */
  watch(timeoutMs: number): void {
    if (timeoutMs === this.#timeoutMs) return;
    this.#timeoutMs = timeoutMs;
    // The server goes by the last report, which was recent enough for the timeout before.
    this.#reported = null;
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
    const { source, clock, report } = this.#options;
    const level = source.level();
    const attendance = attendanceOf(level, timeoutMs);
    const now = clock.steady();
    if (isNews(this.#reported, level, attendance, now, timeoutMs)) {
      this.#reported = { at: now, attendance, level };
      report(level, attendance, timeoutMs - level.idleMs);
    }
    this.#cancelLook?.();
    const nextMs = nextLookMs(level, timeoutMs);
    this.#cancelLook = clock.after(
      Math.min(nextMs, source.lookWithinMs ?? nextMs, this.#untilReportIsDue(now, timeoutMs)),
      () => this.look(),
    );
  }

  #untilReportIsDue(now: number, timeoutMs: number): number {
    if (this.#reported === null) return 0;
    const { at, level } = this.#reported;
    return Math.max(0, at + reportLastsMs(level, timeoutMs) - now);
  }
}

/**
 * How long a report tells the server enough, in milliseconds: until a refresh is due (PR4), and not
 * until the server would take someone for inactive who went on after it.
 */
function reportLastsMs(level: ActivityLevel, timeoutMs: number): number {
  const refreshMs = refreshIntervalMs(timeoutMs);
  if (attendanceOf(level, timeoutMs) !== 'there') return refreshMs;
  return Math.min(refreshMs, timeoutMs - warningLeadMs(timeoutMs) - level.idleMs);
}

function isNews(
  reported: Reported | null,
  level: ActivityLevel,
  attendance: Attendance,
  now: number,
  timeoutMs: number,
): boolean {
  return (
    reported === null ||
    reported.attendance !== attendance ||
    reported.level.locked !== level.locked ||
    reported.level.source !== level.source ||
    // A locked screen hides this where the team ignores locking (PR14).
    isInactive(reported.level, timeoutMs) !== isInactive(level, timeoutMs) ||
    now - reported.at >= reportLastsMs(reported.level, timeoutMs) - DUE_ENOUGH_MS
  );
}
