import type { Bridge } from '../../shared/bridge/bridge.ts';
import { fromText } from '../../shared/bridge/text.ts';
import type { AppView } from '../../shared/bridge/view.ts';
import { afterUpdate, type NumberedView } from '../../shared/bridge/view-update.ts';

export type ViewState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'shown'; readonly view: AppView };

/** Follows the app's view from one update to the next; the answer ends it. */
export function followView(
  bridge: Pick<Bridge, 'getView' | 'onViewUpdate'>,
  show: (state: ViewState) => void,
): () => void {
  let ended = false;
  let current: NumberedView | null = null;
  let isAsking = false;
  /** The number of the latest update that could not be used. */
  let missed = -1;

  function take(next: NumberedView): void {
    current = next;
    show({ kind: 'shown', view: next.view });
  }

  function ask(): void {
    if (isAsking) return;
    isAsking = true;
    bridge.getView(undefined).then(
      (text) => {
        const whole = fromText(text);
        isAsking = false;
        if (ended) return;
        // What came in the meantime may be newer than this answer.
        if (current === null || whole.number > current.number) take(whole);
        if (whole.number < missed) ask();
      },
      (error: unknown) => {
        isAsking = false;
        if (!ended && current === null) show({ kind: 'failed', error });
      },
    );
  }

  const unsubscribe = bridge.onViewUpdate((text) => {
    const update = fromText(text);
    const next = afterUpdate(current, update);
    if (next === null) {
      missed = update.number;
      ask();
    } else {
      take(next);
    }
  });
  ask();
  return () => {
    ended = true;
    unsubscribe();
  };
}
