import { formatMoment } from '../../shared/time/moment.ts';
import type { Live } from '../app/team-view.ts';
import type { Translate } from '../i18n/translate.ts';

/** The line under a name, e.g. "Busy · until 14:30 · Lunch" or "since 9:12". */
export function statusWords(live: Live, today: number, locale: string, t: Translate): string {
  const until =
    live.until === null ? null : t('own.until', { time: formatMoment(live.until, today, locale) });
  const since = t('own.since', { time: formatMoment(live.since, today, locale) });
  const status = live.status === 'busy' ? t('status.busy') : null;
  return [status, until ?? since, live.note].filter((part) => part !== null).join(' · ');
}
