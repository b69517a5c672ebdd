import { formatDuration } from '../../shared/time/duration.ts';
import { formatMoment, startOfDay } from '../../shared/time/moment.ts';
import type { Live } from '../bridge/team-view.ts';
import type { Translate } from '../i18n/translate.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The line under a colleague's name, e.g. "Busy · back at 14:30 · Lunch" or "Online · for 2 hr
 * 5 min". `now` is in epoch milliseconds.
 */
export function statusWords(live: Live, now: number, locale: string, t: Translate): string {
  const time =
    live.status === 'busy' && live.until !== null
      ? backWords(live.until, now, locale, t)
      : sinceWords(live.since, now, locale, t);
  const parts = [t(`status.${live.status}`), time, live.note];
  return parts.filter((part) => part !== null).join(' · ');
}

function backWords(until: number, now: number, locale: string, t: Translate): string {
  const today = startOfDay(now);
  const key = startOfDay(until) === today ? 'roster.backAt' : 'roster.backOn';
  return t(key, { time: formatMoment(until, today, locale) });
}

/** A duration tells more than a moment, until it takes reckoning to see when that was. */
function sinceWords(since: number, now: number, locale: string, t: Translate): string {
  const ms = now - since;
  if (ms < MINUTE_MS) return t('roster.justNow');
  if (ms < DAY_MS) return t('roster.for', { time: formatDuration(ms, 'minute', locale) });
  return t('own.since', { time: formatMoment(since, startOfDay(now), locale) });
}
