import { useTexts } from '../../i18n/locale.tsx';
import { DismissButton } from '../../notices/dismiss-button.tsx';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { useObservable } from '../runtime/observable.ts';
import type { PageMembership } from '../runtime/page-membership.ts';

/** What the app says in notifications: that one turns Offline soon, or that a choice was refused. */
export function TidingsNotice({ page }: { readonly page: PageMembership }) {
  const t = useTexts();
  const tb = useBoardTexts();
  const { fadingMs, refused } = useObservable(page.tidings);
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
    </div>
  );
}
