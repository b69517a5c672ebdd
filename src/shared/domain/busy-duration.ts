import { TIMED_CHOICE_SECONDS } from './choice.ts';
import { nextTimeOfDay } from './time-of-day.ts';

/** How long Busy can be chosen for from a menu (PR8); `open` stands until changed. */
export const BUSY_DURATIONS = ['open', '30-minutes', '1-hour', '2-hours', 'tomorrow'] as const;
export type BusyDuration = (typeof BUSY_DURATIONS)[number];

/** How long a choice is to hold, in any of the ways in which it is asked for. */
export type ChoiceTime =
  | BusyDuration
  | { readonly seconds: number }
  /** Until this computer's clock next shows this time of day. */
  | { readonly hour: number; readonly minute: number };

/** {@link secondsFor} of any {@link ChoiceTime}; null where the time of day is too near (PR8). */
export function secondsOf(time: ChoiceTime, now: number): number | undefined | null {
  if (typeof time === 'string') return secondsFor(time, now);
  return 'seconds' in time ? time.seconds : secondsUntilTimeOfDay(time.hour, time.minute, now);
}

/**
 * The seconds a choice made at `now` (epoch milliseconds) is to hold, or undefined where it has no
 * end. `tomorrow` is the next midnight of this computer, but at least the shortest time allowed.
 */
export function secondsFor(duration: BusyDuration, now: number): number | undefined {
  switch (duration) {
    case 'open':
      return undefined;
    case '30-minutes':
      return 30 * 60;
    case '1-hour':
      return 60 * 60;
    case '2-hours':
      return 2 * 60 * 60;
    case 'tomorrow':
      return withinLimits(secondsUntil(0, 0, now));
  }
}

/**
 * Seconds from `now` (epoch milliseconds) until this computer's clock next shows the time of day;
 * null where that is sooner than a timed choice may end.
 */
export function secondsUntilTimeOfDay(hour: number, minute: number, now: number): number | null {
  const seconds = secondsUntil(hour, minute, now);
  return seconds < TIMED_CHOICE_SECONDS.min ? null : withinLimits(seconds);
}

function secondsUntil(hour: number, minute: number, now: number): number {
  return Math.ceil((nextTimeOfDay(hour, minute, now) - now) / 1000);
}

/** A day on which the clocks go back has 25 hours. */
function withinLimits(seconds: number): number {
  return Math.min(Math.max(seconds, TIMED_CHOICE_SECONDS.min), TIMED_CHOICE_SECONDS.max);
}
