import type { Connection } from '../../shared/bridge/view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Indicator } from '../indicator/indicator.tsx';

/** Says that there is no connection and what that means; empty, but announced, while there is. */
export function ConnectionBanner({ connection }: { readonly connection: Connection | null }) {
  const t = useTexts();
  const shown = connection !== null && connection.kind !== 'connected';
  return (
    <div role="status">
      {shown ? (
        <div className="banner">
          <Indicator shape="disconnected" />
          <div>
            <p className="banner-title">
              {t(connection.kind === 'lost' ? 'connection.lost' : 'connection.connecting')}
            </p>
            <p>{t('connection.lostDetail')}</p>
          </div>
        </div>
      ) : null}
    </div>
  );
}
