import { assertNever } from '../../../shared/domain/assert-never.ts';
import { onlyOwnInputCounts } from '../../activity/own-input.ts';
import { isConnected, type TeamView } from '../../bridge/team-view.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import type { IdlePermission } from '../runtime/idle-detection.ts';
import { useObservable } from '../runtime/observable.ts';
import type { PageMembership } from '../runtime/page-membership.ts';

type Props = { readonly view: TeamView; readonly page: PageMembership };

/** Says that only input on this page counts where that is so, and what can be done (PR12). */
export function IdleNotice({ view, page }: Props) {
  const permission = useObservable(page.permission);
  const isShown = isConnected(view) && onlyOwnInputCounts(view.source);
  return (
    <div role="status">
      {isShown ? (
        <div className="source-notice board-notice">
          <Words permission={permission} onAllow={() => void page.askForIdle()} />
        </div>
      ) : null}
    </div>
  );
}

/** In one line, as it stands on every page; what follows from it is behind that. */
function Words(props: { readonly permission: IdlePermission; readonly onAllow: () => void }) {
  const t = useBoardTexts();
  return (
    <>
      <details>
        <summary>{t('idle.onlyHere')}</summary>
        <p>
          {t('idle.soOffline')} {t(moreOf(props.permission))}
        </p>
      </details>
      {props.permission === 'to-ask' ? (
        <button type="button" className="button button-small" onClick={props.onAllow}>
          {t('idle.allow')}
        </button>
      ) : null}
    </>
  );
}

function moreOf(permission: IdlePermission) {
  switch (permission) {
    case 'to-ask':
      return 'idle.mayAsk';
    case 'refused':
      return 'idle.refused';
    case 'unsupported':
      return 'idle.unsupported';
    case 'granted':
      return 'idle.doubted';
    default:
      return assertNever(permission);
  }
}
