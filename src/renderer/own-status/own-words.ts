import type { Choice } from '../../shared/domain/status.ts';
import type { Live } from '../app/team-view.ts';
import type { Translate } from '../i18n/translate.ts';
import { formatMoment } from '../time/moment.ts';

type OwnWords = {
  /** Under the own name. */
  readonly line: string;
  /** What the button is called. */
  readonly button: string;
};

/** The own status in words. A choice on its way is told as such; the status stays what it is. */
export function ownWords(
  live: Live | null,
  choosing: Choice | null,
  today: number,
  locale: string,
  t: Translate,
): OwnWords {
  if (live === null) return { line: t('own.unknownLine'), button: t('own.unknownButton') };
  const status = t(`status.${live.status}`);
  const line =
    live.status === 'offline'
      ? t('own.offlineLine', { cause: t(`cause.${live.cause}`) })
      : t('own.line', { status });
  return {
    line:
      choosing === null
        ? [status, detailOf(live, today, locale, t), live.note]
            .filter((part) => part !== null)
            .join(' · ')
        : t('own.changing', { status: t(`status.${choosing}`) }),
    button: t('own.button', { line }),
  };
}

function detailOf(live: Live, today: number, locale: string, t: Translate): string | null {
  if (live.status === 'offline') return t(`cause.${live.cause}`);
  return live.until === null
    ? null
    : t('own.until', { time: formatMoment(live.until, today, locale) });
}
