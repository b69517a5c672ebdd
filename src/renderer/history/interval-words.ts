import type { HistoryInterval } from '../../shared/protocol/schemas.ts';
import { formatDuration } from '../../shared/time/duration.ts';
import { formatSpan, formatTime } from '../../shared/time/moment.ts';
import type { Translate } from '../i18n/translate.ts';

/** Where the line is broken, the dot stays with what it follows. */
const SEPARATOR = '\u00a0· ';

type IntervalWords = {
  readonly duration: string;
  /** When, why and where, e.g. "9:12 – 10:30 · no input · Laptop". */
  readonly details: string;
};

/** An interval in words, as seen at `now` (epoch milliseconds). */
export function intervalWords(
  { from, to, cause, device }: HistoryInterval,
  now: number,
  locale: string,
  t: Translate,
): IntervalWords {
  const span =
    to === null ? t('own.since', { time: formatTime(from, locale) }) : formatSpan(from, to, locale);
  return {
    duration: formatDuration((to ?? now) - from, 'minute', locale),
    details: [span, t(`cause.${cause}`), device].filter((part) => part !== null).join(SEPARATOR),
  };
}
