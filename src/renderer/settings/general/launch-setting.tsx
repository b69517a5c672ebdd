import { useBridge } from '../../bridge/bridge-context.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { outcomeOf, useNotices } from '../../notices/notice-context.tsx';
import { SwitchSetting } from '../switch-setting.tsx';

type Props = {
  /** Null where this Ampel is not installed. */
  readonly launchAtLogin: boolean | null;
  readonly onChanged: () => void;
};

export function LaunchSetting({ launchAtLogin, onChanged }: Props) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  return (
    <SwitchSetting
      label={t('settings.launch')}
      hint={t(launchAtLogin === null ? 'settings.launchNotInstalled' : 'settings.launchHint')}
      isOn={launchAtLogin ?? false}
      isDisabled={launchAtLogin === null}
      onChange={(on) => tell(outcomeOf(bridge.setLaunchAtLogin(on)).finally(onChanged))}
    />
  );
}
