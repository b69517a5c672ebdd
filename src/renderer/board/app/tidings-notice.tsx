import { useTexts } from '../../i18n/locale.tsx';
import { DismissButton } from '../../notices/dismiss-button.tsx';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { useObservable } from '../runtime/observable.ts';
import type { PageMembership } from '../runtime/page-membership.ts';

/** What the app says in notifications, and that the browser does not show those. */
export function TidingsNotice({ page }: { readonly page: PageMembership }) {
  const t = useTexts();
  const tb = useBoardTexts();
  const { fadingMs, refused, unheard } = useObservable(page.tidings);
  return (
    <div role="status">
      {fadingMs === null ? null : (
        <div className="banner board-notice">
          <div>
            <p className="banner-title">{tb('tidings.fading')}</p>
            <p>{t('notify.fadingBody')}</p>
          </div>
          <button type="button" className="button button-small" onClick={() => page.stayHere()}>
            {t('notify.imHere')}
          </button>
        </div>
      )}
      {refused === null ? null : (
        <div className="notice">
          <p className="problem-text">
            {tb('tidings.refused')} {t(`problem.${refused.code}`)}
          </p>
          <DismissButton label={t('window.dismiss')} onDismiss={() => page.dismissRefusal()} />
        </div>
      )}
      {unheard ? (
        <div className="notice">
          <p className="problem-text">{tb('tidings.unheard')}</p>
          <DismissButton label={t('window.dismiss')} onDismiss={() => page.dismissUnheard()} />
        </div>
      ) : null}
    </div>
  );
}
