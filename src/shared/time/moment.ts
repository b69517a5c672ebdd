import { perLocale } from './per-locale.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const makeFormatters = (locale: string) => ({
  time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
  timeWithSeconds: new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }),
  weekday: new Intl.DateTimeFormat(locale, { weekday: 'long' }),
  date: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' }),
  dateOfYear: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }),
  weekdayAndDate: new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }),
  shortDate: new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' }),
  day: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
});

let zone = zoneMark();
let formattersInZone = perLocale(makeFormatters);

/** Formatters stay in the time zone that they were made in, and a computer travels. */
function formattersOf(locale: string): ReturnType<typeof makeFormatters> {
  const zoneNow = zoneMark();
  if (zoneNow !== zone) formattersInZone = perLocale(makeFormatters);
  zone = zoneNow;
  return formattersInZone(locale);
}

/** Tells time zones apart by what their clocks show in winter and summer; asking by name is slow. */
function zoneMark(): string {
  return [0, 6].map((month) => new Date(2026, month, 1).getTimezoneOffset()).join(' ');
}

/** The start of the day that `at` lies in, in local time. Both are epoch milliseconds. */
export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/**
 * A moment as people say it: the time if it is today, with the day if it is near, else the date
 * alone. `today` is the start of the present day; both are epoch milliseconds.
 */
export function formatMoment(at: number, today: number, locale: string): string {
  const formatters = formattersOf(locale);
  const time = formatters.time.format(at);
  const days = daysFrom(today, at);
  if (days === 0) return time;
  if (Math.abs(days) === 1) return `${formatters.day.format(days, 'day')}, ${time}`;
  if (Math.abs(days) < 7) return `${formatters.weekday.format(at)}, ${time}`;
  return formatDate(at, today, locale);
}

/** The date, e.g. "3 March", with the year where it is another one than that of `today`. */
export function formatDate(at: number, today: number, locale: string): string {
  const formatters = formattersOf(locale);
  const sameYear = new Date(at).getFullYear() === new Date(today).getFullYear();
  return formatters[sameYear ? 'date' : 'dateOfYear'].format(at);
}

/** A day as the heading of what happened on it, e.g. "Today" or "Monday 9 March". */
export function formatDay(at: number, today: number, locale: string): string {
  const formatters = formattersOf(locale);
  const days = daysFrom(today, at);
  if (days !== 0 && days !== -1) return formatters.weekdayAndDate.format(at);
  const word = formatters.day.format(days, 'day');
  return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
}

/** The time of day to the minute. */
export function formatTime(at: number, locale: string): string {
  return formattersOf(locale).time.format(at);
}

/** The time of day to the second. */
export function formatTimeWithSeconds(at: number, locale: string): string {
  return formattersOf(locale).timeWithSeconds.format(at);
}

/** From when to when, e.g. "9:12 – 10:30"; the end with its date where it is on another day. */
export function formatSpan(from: number, to: number, locale: string): string {
  const { time, shortDate } = formattersOf(locale);
  const end = time.format(to);
  const sameDay = startOfDay(from) === startOfDay(to);
  return `${time.format(from)} – ${sameDay ? end : `${shortDate.format(to)}, ${end}`}`;
}

/** Rounded, because a day on which the clocks change has 23 or 25 hours. */
function daysFrom(today: number, at: number): number {
  return Math.round((startOfDay(at) - today) / DAY_MS);
}
