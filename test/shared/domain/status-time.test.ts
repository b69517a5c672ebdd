import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../../src/shared/domain/status.ts';
import {
  calendarDays,
  type StatusInterval,
  statusTimes,
} from '../../../src/shared/domain/status-time.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);
const hours = (from: string, to: string, timeZone: string) =>
  calendarDays(from, to, timeZone).map((day) => (day.to - day.from) / HOUR);

describe('RE1: the days of a time zone', () => {
  it('begin where its clocks say midnight', () => {
    expect(calendarDays('2026-03-02', '2026-03-03', 'Europe/Berlin')).toEqual([
      { day: '2026-03-02', from: at('2026-03-01T23:00Z'), to: at('2026-03-02T23:00Z') },
      { day: '2026-03-03', from: at('2026-03-02T23:00Z'), to: at('2026-03-03T23:00Z') },
    ]);
    expect(calendarDays('2026-03-02', '2026-03-02', 'Asia/Kathmandu')[0]?.from).toBe(
      at('2026-03-01T18:15Z'),
    );
    expect(calendarDays('2026-03-02', '2026-03-02', 'Pacific/Kiritimati')[0]?.from).toBe(
      at('2026-03-01T10:00Z'),
    );
    expect(calendarDays('2026-03-02', '2026-03-02', 'Pacific/Pago_Pago')[0]?.from).toBe(
      at('2026-03-02T11:00Z'),
    );
  });

  it('have 23 or 25 hours where clocks are changed, and 24.5 where that is the custom', () => {
    expect(hours('2026-03-28', '2026-03-30', 'Europe/Berlin')).toEqual([24, 23, 24]);
    expect(hours('2026-10-24', '2026-10-26', 'Europe/Berlin')).toEqual([24, 25, 24]);
    expect(hours('2026-04-04', '2026-04-06', 'Australia/Lord_Howe')).toEqual([24, 24.5, 24]);
  });

  it('begin after midnight where clocks are put forward at midnight', () => {
    const [day] = calendarDays('2026-04-24', '2026-04-24', 'Africa/Cairo');
    expect(day).toMatchObject({ from: at('2026-04-23T22:00Z'), to: at('2026-04-24T21:00Z') });
    expect(hours('2026-04-24', '2026-04-24', 'Africa/Cairo')).toEqual([23]);
  });

  it('are empty where a calendar left one out', () => {
    expect(hours('2011-12-29', '2011-12-31', 'Pacific/Apia')).toEqual([24, 0, 24]);
  });

  it('end with the last that can be asked for', () => {
    expect(calendarDays('9999-12-30', '9999-12-31', 'UTC')).toEqual([
      { day: '9999-12-30', from: at('9999-12-30T00:00Z'), to: at('9999-12-31T00:00Z') },
      { day: '9999-12-31', from: at('9999-12-31T00:00Z'), to: at('+010000-01-01T00:00Z') },
    ]);
    expect(calendarDays('0001-01-01', '0001-01-02', 'Europe/Berlin')).toHaveLength(2);
  });

  it('follow each other without a gap, over months and years', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2000-01-01'), max: at('2037-12-31') }),
        fc.integer({ min: 0, max: 91 }),
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        (start, length, timeZone) => {
          const from = new Date(start).toISOString().slice(0, 10);
          const to = new Date(start + length * 24 * HOUR).toISOString().slice(0, 10);
          const days = calendarDays(from, to, timeZone);
          expect(days).toHaveLength(length + 1);
          for (const [index, day] of days.entries()) {
            expect(day.to).toBe(days[index + 1]?.from ?? day.to);
            expect(day.to).toBeGreaterThanOrEqual(day.from);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

const days = calendarDays('2026-03-28', '2026-03-31', 'Europe/Berlin');
const begin = days[0]?.from ?? 0;
const end = days.at(-1)?.to ?? 0;

const interval = fc.record({
  status: fc.constantFrom(...STATUSES),
  from: fc.integer({ min: begin - 50 * HOUR, max: end + HOUR }),
  lasting: fc.option(fc.integer({ min: 0, max: 40 * HOUR })),
});
const intervals = fc.array(
  interval.map(
    ({ status, from, lasting }): StatusInterval => ({
      status,
      from,
      to: lasting === null ? null : from + lasting,
    }),
  ),
  { maxLength: 30 },
);

describe('RE1: the time in each status', () => {
  it('is cut at midnight, and the changed clock of a day is in it', () => {
    const known: StatusInterval[] = [
      { status: 'online', from: at('2026-03-28T08:00Z'), to: at('2026-03-28T12:30Z') },
      { status: 'busy', from: at('2026-03-28T12:30Z'), to: at('2026-03-28T13:00Z') },
      { status: 'offline', from: at('2026-03-28T13:00Z'), to: at('2026-03-30T07:00Z') },
      { status: 'online', from: at('2026-03-30T07:00Z'), to: null },
    ];
    expect(statusTimes(known, days, at('2026-03-30T09:15Z'))).toEqual([
      { online: 4.5 * HOUR, busy: 0.5 * HOUR, offline: 10 * HOUR },
      { online: 0, busy: 0, offline: 23 * HOUR },
      { online: 2.25 * HOUR, busy: 0, offline: 9 * HOUR },
      { online: 0, busy: 0, offline: 0 },
    ]);
  });

  it('counts the later of two that overlap', () => {
    const known: StatusInterval[] = [
      { status: 'online', from: begin, to: begin + 4 * HOUR },
      { status: 'busy', from: begin + HOUR, to: begin + 2 * HOUR },
    ];
    expect(statusTimes(known, days, end)[0]).toEqual({ online: HOUR, busy: HOUR, offline: 0 });
  });

  it('is never more than the day has, and no moment counts twice', () => {
    fc.assert(
      fc.property(intervals, fc.integer({ min: begin, max: end + HOUR }), (known, now) => {
        for (const [index, times] of statusTimes(known, days, now).entries()) {
          const day = days[index];
          if (day === undefined) throw new Error('more days than asked for');
          const length = Math.max(0, Math.min(day.to, now) - day.from);
          expect(times.online + times.busy + times.offline).toBeLessThanOrEqual(length);
          expect(Math.min(times.online, times.busy, times.offline)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('is what looking at every quarter of an hour says', () => {
    const quarter = HOUR / 4;
    const onQuarters = intervals.map((known) => {
      const rounded = known.map(({ status, from, to }) => ({
        status,
        from: begin + Math.round((from - begin) / quarter) * quarter,
        to: to === null ? null : begin + Math.round((to - begin) / quarter) * quarter,
      }));
      // Of those that begin together it is not said which one counts.
      return [...new Map(rounded.map((one) => [one.from, one])).values()];
    });
    fc.assert(
      fc.property(onQuarters, fc.integer({ min: 0, max: 400 }), (known, quarters) => {
        const now = begin + quarters * quarter;
        const counted = days.map(() => ({ online: 0, busy: 0, offline: 0 }));
        const past = known.filter(({ from, to }) => from < (to ?? now) && from < now);
        for (let moment = begin; moment < Math.min(now, end); moment += quarter) {
          const last = past
            .filter(({ from }) => from <= moment)
            .toSorted((a, b) => a.from - b.from)
            .at(-1);
          const index = days.findIndex(({ from, to }) => from <= moment && moment < to);
          const ofDay = counted[index];
          if (last === undefined || ofDay === undefined || moment >= (last.to ?? now)) continue;
          ofDay[last.status] += quarter;
        }
        expect(statusTimes(known, days, now)).toEqual(counted);
      }),
    );
  });

  it('adds up to the same whatever the days are cut into', () => {
    fc.assert(
      fc.property(intervals, (known) => {
        const total = (times: ReturnType<typeof statusTimes>) =>
          STATUSES.map((status) => times.reduce((sum, ofDay) => sum + ofDay[status], 0));
        const whole = [{ day: 'all of it', from: begin, to: end }];
        expect(total(statusTimes(known, days, end))).toEqual(total(statusTimes(known, whole, end)));
      }),
    );
  });
});
