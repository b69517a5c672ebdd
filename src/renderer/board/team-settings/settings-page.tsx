import type { TeamView } from '../../bridge/team-view.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { LockSetting } from '../../settings/team/lock-setting.tsx';
import { TimeoutSetting } from '../../settings/team/timeout-setting.tsx';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { AssignmentForm } from './assignment-form.tsx';

/** The settings of the team: when its members turn Offline, and who is given contacts. */
export function SettingsPage({ view }: { readonly view: TeamView }) {
  const t = useBoardTexts();
  const words = useTexts();
  const { settings } = view;
  return (
    <Page title={t('nav.settings')} about={t('settings.about')}>
      <div className="narrow stack-wide">
        <Section title={t('settings.presence')}>
          <TimeoutSetting view={view} />
          <LockSetting view={view} />
        </Section>
        <Section title={t('settings.assignment')}>
          {settings === null ? (
            <p className="hint">{words('settings.teamUnknown')}</p>
          ) : (
            <AssignmentForm
              assignOnlyOnline={settings.assignOnlyOnline}
              holdSeconds={settings.holdSeconds}
            />
          )}
        </Section>
      </div>
    </Page>
  );
}
