import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { useNotices } from '../../notices/notice-context.tsx';

/** Asks first: whoever signs out by mistake has to sign in anew. */
export function SignOut() {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <Button className="button setting-save" onPress={() => setAsking(true)}>
        {t('settings.signOut')}
      </Button>
    );
  }
  return (
    <div className="settings-panel">
      <p role="alert">{t('settings.signOutAsk')}</p>
      <div className="setting-actions">
        <Button className="button" autoFocus onPress={() => setAsking(false)}>
          {t('settings.signOutNot')}
        </Button>
        <Button className="button" onPress={() => tell(bridge.signOut(undefined))}>
          {t('settings.signOutNow')}
        </Button>
      </div>
    </div>
  );
}
