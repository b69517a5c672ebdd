import { useEffect, useState } from 'react';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import type { AppView } from '../../shared/bridge/view.ts';

export type ViewState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'shown'; readonly view: AppView };

/** The newest view of the app. */
export function useView(bridge: Bridge): ViewState {
  const [state, setState] = useState<ViewState>({ kind: 'waiting' });
  useEffect(() => {
    let ended = false;
    let pushed = false;
    const unsubscribe = bridge.onView((view) => {
      pushed = true;
      setState({ kind: 'shown', view });
    });
    bridge.getView(undefined).then(
      (view) => {
        // A view pushed in the meantime is newer than this answer.
        if (!ended && !pushed) setState({ kind: 'shown', view });
      },
      (error: unknown) => {
        if (!ended && !pushed) setState({ kind: 'failed', error });
      },
    );
    return () => {
      ended = true;
      unsubscribe();
    };
  }, [bridge]);
  return state;
}
