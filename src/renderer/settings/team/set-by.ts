import { formatDate } from '../../../shared/time/moment.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import type { Translate } from '../../i18n/translate.ts';

/** Who set the timeout and when, in a sentence; null where nobody has. */
export function timeoutSetBy(
  { settings, self, members }: Pick<TeamView, 'settings' | 'self' | 'members'>,
  today: number,
  locale: string,
  t: Translate,
): string | null {
  const setBy = settings?.timeoutSetBy ?? null;
  if (setBy === null) return null;
  const date = formatDate(setBy.at, today, locale);
  const people = self === null ? members : [self, ...members];
  const who = people.find(({ memberId }) => memberId === setBy.memberId);
  return who === undefined
    ? t('settings.timeoutSetByFormer', { date })
    : t('settings.timeoutSet', { date, name: who.name });
}
