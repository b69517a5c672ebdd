import { Button } from 'react-aria-components/Button';
import type { Problem } from '../../shared/bridge/view.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import { HISTORY_DAYS } from '../../shared/domain/history.ts';
import type { Live } from '../bridge/team-view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Spinner } from '../icons/icons.tsx';
import { ProblemText } from '../notices/problem-text.tsx';
import { HistoryList } from './history-list.tsx';
import type { HistoryState } from './history-state.ts';
import { useHistory } from './use-history.ts';

/** Everything that is recorded about the member, for them to see (TR6). */
export function History({ live }: { readonly live: Live | null }) {
  const t = useTexts();
  const { state, retry, showOlder } = useHistory(revisionOf(live));
  return (
    <section className="setting history">
      <h3 className="label">{t('settings.recorded')}</h3>
      <p className="hint">
        {t('settings.recordedText')} {t('history.kept', { count: HISTORY_DAYS })}
      </p>
      <Recorded state={state} onRetry={retry} onShowOlder={showOlder} />
    </section>
  );
}

/** A change of the own status is a new record; and with a connection comes what it withheld. */
function revisionOf(live: Live | null): string {
  return live === null ? '' : `${live.status} ${live.since} ${live.cause}`;
}

function Recorded(props: {
  readonly state: HistoryState;
  readonly onRetry: () => void;
  readonly onShowOlder: () => void;
}) {
  const { state, onRetry, onShowOlder } = props;
  const t = useTexts();
  switch (state.kind) {
    case 'loading':
      return (
        <p className="waiting" role="status">
          <Spinner />
          {t('history.loading')}
        </p>
      );
    case 'failed':
      return <Failed problem={state.problem} onRetry={onRetry} />;
    case 'shown':
      if (state.intervals.length === 0) return <p>{t('history.empty')}</p>;
      return (
        <>
          <HistoryList intervals={state.intervals} shownBefore={state.shownBefore} />
          <Older older={state.older} onShowOlder={onShowOlder} />
        </>
      );
    default:
      return assertNever(state);
  }
}

function Older(props: {
  readonly older: Extract<HistoryState, { kind: 'shown' }>['older'];
  readonly onShowOlder: () => void;
}) {
  const { older, onShowOlder } = props;
  const t = useTexts();
  switch (older.kind) {
    case 'none':
      return null;
    case 'failed':
      return <Failed problem={older.problem} onRetry={onShowOlder} />;
    case 'there':
    case 'loading':
      return (
        <Button
          className="button history-button"
          isPending={older.kind === 'loading'}
          onPress={onShowOlder}
        >
          {t(older.kind === 'loading' ? 'history.loadingOlder' : 'history.older')}
        </Button>
      );
    default:
      return assertNever(older);
  }
}

function Failed(props: { readonly problem: Problem; readonly onRetry: () => void }) {
  const t = useTexts();
  return (
    <>
      <div className="message message-problem" role="alert">
        <ProblemText problem={props.problem} />
      </div>
      <Button className="button history-button" onPress={props.onRetry}>
        {t('history.tryAgain')}
      </Button>
    </>
  );
}
