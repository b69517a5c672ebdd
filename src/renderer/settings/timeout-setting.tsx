import { mayChangeSettings } from '../../shared/domain/member.ts';
import { isConnected, type TeamView } from '../app/team-view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { TimeoutForm } from './timeout-form.tsx';

/** The team's inactivity timeout: to change for those who may (PR5), to read for the others. */
export function TimeoutSetting({ view }: { readonly view: TeamView }) {
  const t = useTexts();
  const { settings, self } = view;
  if (!isConnected(view) || settings === null || self === null) {
    return (
      <section className="setting">
        <h3 className="label">{t('settings.timeout')}</h3>
        <p className="hint">{t('settings.timeoutUnknown')}</p>
      </section>
    );
  }
  if (mayChangeSettings(self.role)) {
    return <TimeoutForm minutes={settings.inactivityTimeoutMinutes} />;
  }
  return (
    <section className="setting">
      <h3 className="label">{t('settings.timeout')}</h3>
      <p>{t('settings.timeoutValue', { count: settings.inactivityTimeoutMinutes })}</p>
      <p className="hint">{t('settings.timeoutReadOnly')}</p>
    </section>
  );
}
