import type { TeamView } from '../app/team-view.ts';
import { DialogFrame, type DialogState } from '../dialog/dialog-frame.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { LanguageSetting } from './language-setting.tsx';
import { LockSetting } from './lock-setting.tsx';
import { NotificationSetting } from './notification-setting.tsx';
import { TimeoutSetting } from './timeout-setting.tsx';
import { UpdateSetting } from './update-setting.tsx';

export function SettingsDialog({ view, ...state }: DialogState & { readonly view: TeamView }) {
  const t = useTexts();
  return (
    <DialogFrame title={t('settings.title')} {...state}>
      <LanguageSetting language={view.preferences.language} />
      <NotificationSetting notifyAbout={view.preferences.notifyAbout} />
      <TimeoutSetting view={view} />
      <LockSetting view={view} />
      <section className="setting">
        <h3 className="label">{t('settings.recorded')}</h3>
        <p className="hint">{t('settings.recordedText')}</p>
      </section>
      <UpdateSetting version={view.version} />
      <p className="hint setting-server">
        {t('settings.server')}: {view.server}
      </p>
    </DialogFrame>
  );
}
