import { useBridge } from '../bridge/bridge-context.ts';
import { useTexts } from '../i18n/locale.tsx';
import { DismissButton } from './dismiss-button.tsx';
import { useNotices } from './notice-context.tsx';

/** Says how to reach Ampel on a desktop that shows no tray icons, until dismissed for good. */
export function TrayNotice({ isShown }: { readonly isShown: boolean }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  return (
    <div role="status">
      {isShown ? (
        <div className="source-notice tray-notice">
          <div>
            <p>{t('trayNotice.text')}</p>
            <p>{t('trayNotice.help')}</p>
          </div>
          <DismissButton
            label={t('trayNotice.dismiss')}
            onDismiss={() => tell(bridge.dismissTrayNotice(undefined))}
          />
        </div>
      ) : null}
    </div>
  );
}
