import { useBoard } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { useObservable } from '../runtime/observable.ts';

/** Asks to let the browser tell of assigned contacts, or says why it does not. */
export function NoticePermission() {
  const t = useBoardTexts();
  const { notices } = useBoard();
  const permission = useObservable(notices.permission);
  switch (permission) {
    case 'granted':
      return <p className="hint">{t('contacts.noticesOn')}</p>;
    case 'to-ask':
      return (
        <div className="page-tools">
          <button type="button" className="button" onClick={() => void notices.ask()}>
            {t('contacts.allowNotices')}
          </button>
          <p className="hint">{t('contacts.noticesHint')}</p>
        </div>
      );
    case 'refused':
    case 'unsupported':
      return <p className="hint">{t('contacts.noticesOff')}</p>;
  }
}
