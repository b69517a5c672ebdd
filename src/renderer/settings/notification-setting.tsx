import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup';
import { NOTIFY_ABOUT, type NotifyAbout } from '../../shared/bridge/view.ts';
import { useBridge } from '../app/bridge-context.ts';
import { useTexts } from '../i18n/locale.tsx';
import { useNotices } from '../notices/notice-context.tsx';

export function NotificationSetting({ notifyAbout }: { readonly notifyAbout: NotifyAbout }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  return (
    <RadioGroup
      className="setting"
      value={notifyAbout}
      onChange={(value) => {
        const chosen = NOTIFY_ABOUT.find((about) => about === value);
        if (chosen !== undefined) tell(bridge.setPreferences({ notifyAbout: chosen }));
      }}
    >
      <Label className="label">{t('settings.notifications')}</Label>
      {NOTIFY_ABOUT.map((about) => (
        <RadioField key={about} value={about}>
          <RadioButton className="radio">
            <span className="radio-mark" />
            {t(`notify.${about}`)}
          </RadioButton>
        </RadioField>
      ))}
    </RadioGroup>
  );
}
