import type { PendingChoice } from '../../shared/bridge/view.ts';
import { formatDuration } from '../../shared/time/duration.ts';
import { formatMoment } from '../../shared/time/moment.ts';
import type { Live } from '../bridge/team-view.ts';
import type { Translate } from '../i18n/translate.ts';

type Own = {
  readonly live: Live | null;
  readonly pending: PendingChoice | null;
  /** Until a timed choice that stands is over, or null where none does. */
  readonly minutesLeft: number | null;
};

/** What the button with the own name is called; the line under the name describes it. */
export function ownButton(live: Live | null, t: Translate): string {
  if (live === null) return t('own.unknownButton');
  const line =
    live.status === 'offline'
      ? t('own.offlineLine', { cause: t(`cause.${live.cause}`) })
      : t('own.line', { status: t(`status.${live.status}`) });
  return t('own.button', { line });
}

/**
 * The line under the own name. A choice on its way is told as such, and so is one that waits for
 * the connection (PR10); the status stays what it is.
 */
export function ownLine(own: Own, today: number, locale: string, t: Translate): string {
  const { live, pending } = own;
  if (pending?.waitsFor === 'connection') {
    return t('own.pendingLine', { status: pendingStatus(pending, today, locale, t) });
  }
  if (live === null) return t('own.unknownLine');
  if (pending !== null) return t('own.changing', { status: t(`status.${pending.choice}`) });
  return [t(`status.${live.status}`), ...detailsOf(live, own.minutesLeft, today, locale, t)]
    .concat(live.note ?? [])
    .join(' · ');
}

function pendingStatus(
  pending: PendingChoice,
  today: number,
  locale: string,
  t: Translate,
): string {
  const status = t(`status.${pending.choice}`);
  if (pending.until === null) return status;
  return t('own.statusUntil', { status, time: formatMoment(pending.until, today, locale) });
}

function detailsOf(
  live: Live,
  minutesLeft: number | null,
  today: number,
  locale: string,
  t: Translate,
): readonly string[] {
  if (live.status === 'offline') return [t(`cause.${live.cause}`)];
  if (live.until === null) return [];
  const until = t('own.until', { time: formatMoment(live.until, today, locale) });
  // Over by this clock, yet the status is the server's to change: nothing is left to count.
  if (minutesLeft === null || minutesLeft === 0) return [until];
  const left = formatDuration(minutesLeft * 60_000, 'minute', locale);
  return [until, t('own.left', { time: left })];
}
