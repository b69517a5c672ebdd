import { MAX_REPORT_DAYS } from '../../../shared/api/report.ts';

/** Days as a calendar has them, `YYYY-MM-DD`, both included. */
export type Period = { readonly from: string; readonly to: string };

export const PERIODS = ['today', 'week', 'lastWeek', 'month', 'lastMonth'] as const;
export type PeriodName = (typeof PERIODS)[number];

/** Monday, as `Date` counts. */
const FIRST_DAY_OF_WEEK = 1;

/** A named period as it is at `now` (epoch milliseconds), in local time; none ends in the future. */
export function periodOf(name: PeriodName, now: number): Period {
  const today = new Date(now);
  const [year, month, date] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const monday = date - ((today.getDay() + 7 - FIRST_DAY_OF_WEEK) % 7);
  const day = (m: number, d: number) => dayOf(new Date(year, m, d));
  switch (name) {
    case 'today':
      return { from: day(month, date), to: day(month, date) };
    case 'week':
      return { from: day(month, monday), to: day(month, date) };
    case 'lastWeek':
      return { from: day(month, monday - 7), to: day(month, monday - 1) };
    case 'month':
      return { from: day(month, 1), to: day(month, date) };
    case 'lastMonth':
      return { from: day(month - 1, 1), to: day(month, 0) };
  }
}

export function isSame(one: Period, other: Period): boolean {
  return one.from === other.from && one.to === other.to;
}

/** Whether a report can be made of it. */
export function isPeriod({ from, to }: Period): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return days >= 0 && days < MAX_REPORT_DAYS;
}

function dayOf(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
