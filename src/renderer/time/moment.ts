const DAY_MS = 24 * 60 * 60 * 1000;

const FORMATS = {
  time: { timeStyle: 'short' },
  weekday: { weekday: 'long' },
  date: { day: 'numeric', month: 'long' },
  dateOfYear: { day: 'numeric', month: 'long', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

type Formatters = {
  readonly [kind in keyof typeof FORMATS]: Intl.DateTimeFormat;
} & { readonly day: Intl.RelativeTimeFormat };

/** Making formatters is slow, and a roster formats thousands of moments. */
const formattersByLocale = new Map<string, Formatters>();

function formattersOf(locale: string): Formatters {
  const known = formattersByLocale.get(locale);
  if (known !== undefined) return known;
  const made = {
    time: new Intl.DateTimeFormat(locale, FORMATS.time),
    weekday: new Intl.DateTimeFormat(locale, FORMATS.weekday),
    date: new Intl.DateTimeFormat(locale, FORMATS.date),
    dateOfYear: new Intl.DateTimeFormat(locale, FORMATS.dateOfYear),
    day: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  };
  formattersByLocale.set(locale, made);
  return made;
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
  // Rounded, because a day on which the clocks change has 23 or 25 hours.
  const days = Math.round((startOfDay(at) - today) / DAY_MS);
  if (days === 0) return time;
  if (Math.abs(days) === 1) return `${formatters.day.format(days, 'day')}, ${time}`;
  if (Math.abs(days) < 7) return `${formatters.weekday.format(at)}, ${time}`;
  const sameYear = new Date(at).getFullYear() === new Date(today).getFullYear();
  return formatters[sameYear ? 'date' : 'dateOfYear'].format(at);
}
