import type { StatusExplanation } from '../../shared/bridge/view.ts';
import type { ActivitySource } from '../../shared/domain/activity.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import { formatAgo, formatDuration } from '../../shared/time/duration.ts';
import { formatDate, formatMoment, formatTimeWithSeconds } from '../../shared/time/moment.ts';
import type { Translate } from '../i18n/translate.ts';
import type { Asked } from './use-explanation.ts';

/** What Ampel goes by, as a term and what it is at the moment. */
export type Basis = { readonly term: string; readonly value: string };

/** The status with its cause, each sentence on its own; without a status, why it is not known. */
export function explainInWords(
  { explanation, at }: Asked,
  today: number,
  locale: string,
  t: Translate,
): readonly string[] {
  const { live, acknowledgedAt } = explanation;
  if (live === null) {
    return [
      t('why.noConnection'),
      acknowledgedAt === null
        ? t('why.noAnswerYet')
        : t('why.lastAnswer', { ago: formatAgo(at - acknowledgedAt, locale) }),
    ];
  }
  return [
    t(`why.because.${live.cause}`, { status: t(`status.${live.status}`) }),
    t('why.since', {
      time: formatMoment(live.since, today, locale),
      duration: formatDuration(at - live.since, 'minute', locale),
    }),
  ];
}

/** Everything the status rests on, as far as it is known. */
export function basisOf(
  { explanation, at }: Asked,
  today: number,
  locale: string,
  t: Translate,
): readonly Basis[] {
  const { idleMs, locked, source, live, acknowledgedAt } = explanation;
  const ends =
    live === null || live.until === null
      ? []
      : [
          {
            term: t('why.ends'),
            value: t('why.endsAt', { time: formatMoment(live.until, today, locale) }),
          },
        ];
  return [
    ...ends,
    { term: t('why.idle'), value: formatDuration(idleMs, 'second', locale) },
    { term: t('why.source'), value: sourceWords(source, t) },
    { term: t('why.screen'), value: t(locked ? 'why.screenLocked' : 'why.screenUnlocked') },
    { term: t('why.lock'), value: lockWords(explanation, t) },
    { term: t('why.timeout'), value: timeoutWords(explanation, today, locale, t) },
    { term: t('why.offlineAt'), value: offlineWords(explanation, today, locale, t) },
    {
      term: t('why.acknowledged'),
      value:
        acknowledgedAt === null
          ? t('why.acknowledgedNever')
          : `${formatTimeWithSeconds(acknowledgedAt, locale)} (${formatAgo(at - acknowledgedAt, locale)})`,
    },
  ];
}

function sourceWords(source: ActivitySource, t: Translate): string {
  switch (source) {
    case 'system':
      return t('why.sourceSystem');
    case 'app':
      return t('why.sourceApp');
    case 'none':
      return t('why.sourceNone');
    default:
      return assertNever(source);
  }
}

function lockWords({ lockPolicy }: StatusExplanation, t: Translate): string {
  if (lockPolicy === null) return t('why.unknown');
  return t(lockPolicy === 'offline' ? 'why.lockOffline' : 'why.lockIgnore');
}

function timeoutWords(
  { timeout }: StatusExplanation,
  today: number,
  locale: string,
  t: Translate,
): string {
  if (timeout === null) return t('why.unknown');
  const minutes = t('settings.timeoutValue', { count: timeout.minutes });
  if (timeout.setBy === null) return t('why.timeoutNeverSet', { minutes });
  const { name } = timeout.setBy;
  const date = formatDate(timeout.setBy.at, today, locale);
  return name === null
    ? t('why.timeoutSetByFormer', { minutes, date })
    : t('why.timeoutSet', { minutes, name, date });
}

function offlineWords(
  { live, offlineAt }: StatusExplanation,
  today: number,
  locale: string,
  t: Translate,
): string {
  if (live?.status === 'offline') return t('why.offlineAlready');
  if (offlineAt === null) return t('why.unknown');
  return t('why.offlineAtTime', { time: formatMoment(offlineAt, today, locale) });
}
