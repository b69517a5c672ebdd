import { NOTIFY_ABOUT, type NotifyAbout } from '../../../shared/bridge/view.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { useNotices } from '../../notices/notice-context.tsx';
import { RadioSetting } from '../radio-setting.tsx';

/** Whose changes notify (NO2). */
export function NotificationSetting({ notifyAbout }: { readonly notifyAbout: NotifyAbout }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  return (
    <RadioSetting
      label={t('settings.notifications')}
      value={notifyAbout}
      options={NOTIFY_ABOUT.map((value) => ({ value, words: t(`notify.${value}`) }))}
      onChange={(chosen) => tell(bridge.setPreferences({ notifyAbout: chosen }))}
    />
  );
}
