import { useTexts } from '../i18n/locale.tsx';
import { Spinner } from '../icons/icons.tsx';

/** Before the first answer of the server: nothing is known that could be shown. */
export function Connecting({ server }: { readonly server: string }) {
  const t = useTexts();
  return (
    <main className="roster roster-blank">
      <div className="empty" role="status">
        <Spinner />
        <h1>{t('connection.connecting')}</h1>
        <p>{t('connection.connectingDetail', { server })}</p>
      </div>
    </main>
  );
}
