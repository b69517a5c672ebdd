import { assertNever } from '../../shared/domain/assert-never.ts';
import type { BusyDuration } from '../../shared/domain/busy-duration.ts';
import type { Translate } from '../i18n/translate.ts';

/** How long, as the menu calls it. */
export function busyLabel(duration: BusyDuration, t: Translate): string {
  switch (duration) {
    case 'open':
      return t('busy.untilChanged');
    case '30-minutes':
      return t('busy.minutes', { count: 30 });
    case '1-hour':
      return t('busy.hours', { count: 1 });
    case '2-hours':
      return t('busy.hours', { count: 2 });
    case 'tomorrow':
      return t('busy.tomorrow');
    default:
      return assertNever(duration);
  }
}
