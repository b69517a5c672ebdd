import { assertNever } from '../../../shared/domain/assert-never.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import { useFormatLocale, useTexts } from '../../i18n/locale.tsx';
import { useToday } from '../../time/use-today.ts';
import { timeoutSetBy } from './set-by.ts';
import { settingAccess } from './setting-access.ts';
import { TeamSetting } from './team-setting.tsx';
import { TimeoutForm } from './timeout-form.tsx';

/** The team's inactivity timeout: to change for those who may (PR5), to read for the others. */
export function TimeoutSetting({ view }: { readonly view: TeamView }) {
  const t = useTexts();
  const locale = useFormatLocale();
  const today = useToday();
  const access = settingAccess(view);
  const label = t('settings.timeout');
  if (access.kind === 'unknown') return <TeamSetting label={label} value={null} />;
  const minutes = access.settings.inactivityTimeoutMinutes;
  const setBy = timeoutSetBy(view, today, locale, t);
  switch (access.kind) {
    case 'change':
      return <TimeoutForm minutes={minutes} setBy={setBy} />;
    case 'read':
      return (
        <TeamSetting label={label} value={t('settings.timeoutValue', { count: minutes })}>
          {setBy === null ? null : <p className="hint">{setBy}</p>}
        </TeamSetting>
      );
    default:
      return assertNever(access);
  }
}
