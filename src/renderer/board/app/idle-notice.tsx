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

function Words(props: { readonly permission: IdlePermission; readonly onAllow: () => void }) {
  const t = useBoardTexts();
  switch (props.permission) {
    case 'to-ask':
      return (
        <>
          <p>
            {t('idle.onlyHere')} {t('idle.mayAsk')}
          </p>
          <button type="button" className="button button-small" onClick={props.onAllow}>
            {t('idle.allow')}
          </button>
        </>
      );
    case 'refused':
      return (
        <p>
          {t('idle.onlyHere')} {t('idle.refused')}
        </p>
      );
    case 'unsupported':
      return (
        <p>
          {t('idle.onlyHere')} {t('idle.unsupported')}
        </p>
      );
    case 'granted':
      return (
        <p>
          {t('idle.onlyHere')} {t('idle.doubted')}
        </p>
      );
    default:
      return assertNever(props.permission);
  }
}
