import type { Translate } from '../language/translator.ts';
import type { Notice } from '../ports.ts';

/** The warning that inactivity will turn the member Offline in `leftMs` milliseconds (PR13). */
export function inactivityNotice(leftMs: number, t: Translate): Pick<Notice, 'title' | 'body'> {
  const seconds = Math.max(1, Math.round(leftMs / 1000));
  return {
    title: seconds > 50 ? t('notify.fadingMinute') : t('notify.fading', { count: seconds }),
    body: t('notify.fadingBody'),
  };
}
