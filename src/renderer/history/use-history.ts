import { useEffect, useReducer, useState } from 'react';
import type { HistoryOutcome } from '../../shared/bridge/bridge.ts';
import type { HistoryQuery } from '../../shared/protocol/schemas.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { type HistoryState, nextHistory, oldestShown } from './history-state.ts';

/** Most intervals to fetch at once. */
const PAGE = 50;

type History = {
  readonly state: HistoryState;
  readonly retry: () => void;
  readonly showOlder: () => void;
};

/** What is recorded about the member, fetched anew whenever `revision` is another one. */
export function useHistory(revision: string): History {
  const bridge = useBridge();
  const [state, dispatch] = useReducer(nextHistory, { kind: 'loading' });
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: these two are why it is fetched anew
  useEffect(() => {
    let ended = false;
    dispatch({ kind: 'asked' });
    void outcomeOf(bridge.getHistory({ limit: PAGE })).then((outcome) => {
      if (!ended) dispatch({ kind: 'answered', outcome });
    });
    return () => {
      ended = true;
    };
  }, [bridge, revision, attempt]);

  function showOlder(): void {
    const before = oldestShown(state);
    if (before === null) return;
    dispatch({ kind: 'older-asked' });
    const query: HistoryQuery = { before, limit: PAGE };
    void outcomeOf(bridge.getHistory(query)).then((outcome) =>
      dispatch({ kind: 'older-answered', before, outcome }),
    );
  }
  return { state, retry: () => setAttempt(attempt + 1), showOlder };
}

async function outcomeOf(call: Promise<HistoryOutcome>): Promise<HistoryOutcome> {
  try {
    return await call;
  } catch (error) {
    return { ok: false, problem: { code: 'no-answer', detail: String(error) } };
  }
}
