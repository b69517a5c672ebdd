import type { Status } from './status.ts';

/** A part of a member's history, in epoch milliseconds; `to` is null where it goes on. */
export type StatusInterval = {
  readonly status: Status;
  readonly from: number;
  readonly to: number | null;
};

/** A day of a calendar, in epoch milliseconds: `to` is when the next begins. */
export type CalendarDay = {
  /** As in `2026-03-29`. */
  readonly day: string;
  readonly from: number;
  readonly to: number;
};

export type StatusTimes = Readonly<Record<Status, number>>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The days from `from` to `to`, both included and written as in `2026-03-29`, as clocks in an IANA
 * time zone have them: where they are changed for summer a day has 23 or 25 hours, and one that was
 * left out of a calendar has none.
 * @throws RangeError where there is no such time zone.
 */
export function calendarDays(from: string, to: string, timeZone: string): readonly CalendarDay[] {
  const dateAt = dateReader(timeZone);
  const last = Date.parse(to);
  const days: CalendarDay[] = [];
  let begin = beginOfDay(Date.parse(from), dateAt);
  // Counted rather than compared as text: after the year 9999 a date is written in another form.
  for (let date = Date.parse(from); date <= last; date += DAY_MS) {
    const end = beginOfDay(date + DAY_MS, dateAt);
    days.push({ day: new Date(date).toISOString().slice(0, 10), from: begin, to: end });
    begin = end;
  }
  return days;
}

/**
 * How many milliseconds of each day were spent in each status, as far as that is known at `now`
 * (epoch milliseconds). Intervals may come in any order. Of two that overlap, as after a clock was
 * set back, the one that began later counts, so that no moment counts twice.
 */
export function statusTimes(
  intervals: readonly StatusInterval[],
  days: readonly CalendarDay[],
  now: number,
): readonly StatusTimes[] {
  const times = days.map(() => ({ online: 0, busy: 0, offline: 0 }));
  const begins = days.map((day) => day.from);
  for (const { status, from, to } of withoutOverlaps(intervals, now)) {
    let index = Math.max(0, lastAtOrBefore(begins, from));
    for (let day = days[index]; day !== undefined && day.from < to; day = days[index]) {
      const spent = Math.min(to, day.to) - Math.max(from, day.from);
      const ofDay = times[index];
      if (ofDay !== undefined && spent > 0) ofDay[status] += spent;
      index += 1;
    }
  }
  return times;
}

type PastInterval = StatusInterval & { readonly to: number };

function withoutOverlaps(
  intervals: readonly StatusInterval[],
  now: number,
): readonly PastInterval[] {
  const past = intervals
    .map((interval) => ({ ...interval, to: Math.min(interval.to ?? now, now) }))
    .filter(({ from, to }) => from < to)
    .toSorted((one, other) => one.from - other.from);
  return past.map((interval, index) => ({
    ...interval,
    to: Math.min(interval.to, past[index + 1]?.from ?? interval.to),
  }));
}

/** The index of the last of some ascending numbers that is at most `value`; -1 where none is. */
function lastAtOrBefore(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The first moment at which the calendar says the date that begins in UTC at `midnightUtc`, or a
 * later one where it leaves that out.
 */
function beginOfDay(midnightUtc: number, dateAt: (epochMs: number) => number): number {
  // No place is further from UTC; where clocks are at UTC midnight does not matter then.
  let before = midnightUtc - DAY_MS;
  let after = midnightUtc + DAY_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dateAt(middle) < midnightUtc) before = middle;
    else after = middle;
  }
  return after;
}

/** Reads dates off a calendar; each is told by when it begins in UTC. */
function dateReader(timeZone: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (epochMs) => {
    const parts = new Map(
      format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]),
    );
    return Date.UTC(parts.get('year') ?? 0, (parts.get('month') ?? 1) - 1, parts.get('day'));
  };
}
