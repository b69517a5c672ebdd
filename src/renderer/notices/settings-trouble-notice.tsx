import type { SettingsTrouble } from '../../shared/bridge/view.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { useTexts } from '../i18n/locale.tsx';
import { DismissButton } from './dismiss-button.tsx';
import { useNotices } from './notice-context.tsx';

/** Says what is wrong with the settings file, until the member has read it. */
export function SettingsTroubleNotice({ trouble }: { readonly trouble: SettingsTrouble | null }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  if (trouble === null) return null;
  const file = trouble.kind === 'unsaved' ? trouble.file : trouble.keptAs;
  return (
    <div className="notice settings-trouble" role="alert">
      <div className="problem-text">
        <p className="settings-trouble-title">{t(`trouble.${trouble.kind}Title`)}</p>
        <p>{t(`trouble.${trouble.kind}`, { file })}</p>
        {trouble.kind === 'unsaved' ? (
          <details>
            <summary>{t('window.details')}</summary>
            <pre>{trouble.detail}</pre>
          </details>
        ) : null}
      </div>
      <DismissButton
        label={t('window.dismiss')}
        onDismiss={() => tell(bridge.forgetSettingsTrouble(undefined))}
      />
    </div>
  );
}
