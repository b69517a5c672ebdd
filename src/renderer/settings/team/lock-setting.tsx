import { assertNever } from '../../../shared/domain/assert-never.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { LockForm } from './lock-form.tsx';
import { LOCK_POLICY_TEXTS } from './lock-texts.ts';
import { settingAccess } from './setting-access.ts';
import { TeamSetting } from './team-setting.tsx';

/** What a locked screen means in the team (PR14): to change for those who may, else to read. */
export function LockSetting({ view }: { readonly view: TeamView }) {
  const t = useTexts();
  const access = settingAccess(view);
  const label = t('settings.lock');
  switch (access.kind) {
    case 'unknown':
      return <TeamSetting label={label} value={null} />;
    case 'change':
      return <LockForm policy={access.settings.lockPolicy} />;
    case 'read':
      return <TeamSetting label={label} value={t(LOCK_POLICY_TEXTS[access.settings.lockPolicy])} />;
    default:
      return assertNever(access);
  }
}
