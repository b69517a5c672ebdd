import { perLocale } from './per-locale.ts';

const UNITS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

const numbersOf = perLocale((locale) => {
  const short = (unit: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' });
  return {
    day: short('day'),
    hour: short('hour'),
    minute: short('minute'),
    second: short('second'),
  };
});

const agoOf = perLocale(
  (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' }),
);

/**
 * A length of time in milliseconds, in its one or two largest units, e.g. "1 hr 24 min". `finest`
 * `minute` leaves seconds out, except where there is nothing else.
 */
export function formatDuration(ms: number, finest: 'second' | 'minute', locale: string): string {
  const numbers = numbersOf(locale);
  const total = wholeSeconds(ms);
  const first = UNITS.findIndex(({ seconds }) => total >= seconds);
  if (first === -1) return numbers.second.format(0);
  let rest = total;
  const parts: string[] = [];
  for (const { unit, seconds } of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    const tooFine = unit === 'second' && finest === 'minute' && parts.length > 0;
    if (count > 0 && !tooFine) parts.push(numbers[unit].format(count));
  }
  return parts.join(' ');
}

/** How long ago something was, e.g. "12 sec. ago". */
export function formatAgo(ms: number, locale: string): string {
  const total = wholeSeconds(ms);
  const { unit, seconds } = UNITS.find((candidate) => total >= candidate.seconds) ?? UNITS[3];
  return agoOf(locale).format(-Math.floor(total / seconds), unit);
}

/** Two clocks may disagree a little; nothing takes less than no time. */
function wholeSeconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000));
}
