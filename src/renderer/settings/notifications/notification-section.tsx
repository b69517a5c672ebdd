import { useBridge } from '../../bridge/bridge-context.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { useNotices } from '../../notices/notice-context.tsx';
import { SwitchSetting } from '../switch-setting.tsx';
import { NotificationSetting } from './notification-setting.tsx';
import { QuietHoursSetting } from './quiet-hours-setting.tsx';
import { WatchedPeople } from './watched-people.tsx';

export function NotificationSection({ view }: { readonly view: TeamView }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  const { notifyAbout, quietWhileBusy, quietHours } = view.preferences;
  return (
    <>
      <NotificationSetting notifyAbout={notifyAbout} />
      <SwitchSetting
        label={t('settings.quietBusy')}
        hint={t('settings.quietBusyHint')}
        isOn={quietWhileBusy}
        onChange={(on) => tell(bridge.setPreferences({ quietWhileBusy: on }))}
      />
      <QuietHoursSetting quietHours={quietHours} />
      <WatchedPeople view={view} />
    </>
  );
}
