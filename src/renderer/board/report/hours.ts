import { perLocale } from '../../../shared/time/per-locale.ts';

const MINUTE_MS = 60_000;
const MINUTES_PER_HOUR = 60;

const unitsOf = perLocale((locale) => {
  const unit = (name: 'hour' | 'minute') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' });
  return { hour: unit('hour'), minute: unit('minute') };
});

/** A working time in milliseconds, in hours and minutes however long it is, e.g. "30 hrs 12 mins". */
export function formatHours(ms: number, locale: string): string {
  const { hour, minute } = unitsOf(locale);
  const minutes = Math.round(ms / MINUTE_MS);
  const [hours, rest] = [Math.floor(minutes / MINUTES_PER_HOUR), minutes % MINUTES_PER_HOUR];
  if (hours === 0) return minute.format(rest);
  return rest === 0 ? hour.format(hours) : `${hour.format(hours)} ${minute.format(rest)}`;
}
