import { Button } from 'react-aria-components/Button';
import { useBridge } from '../app/bridge-context.ts';
import { useTexts } from '../i18n/locale.tsx';
import { CloseIcon } from '../icons/icons.tsx';
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
          <Button
            className="icon-button"
            aria-label={t('trayNotice.dismiss')}
            onPress={() => tell(bridge.dismissTrayNotice(undefined))}
          >
            <CloseIcon />
          </Button>
        </div>
      ) : null}
    </div>
  );
}
