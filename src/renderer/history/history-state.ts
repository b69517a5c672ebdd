import type { HistoryOutcome } from '../../shared/bridge/bridge.ts';
import type { Problem } from '../../shared/bridge/view.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { HistoryInterval } from '../../shared/protocol/schemas.ts';

export type HistoryState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | {
      readonly kind: 'shown';
      /** The latest first. */
      readonly intervals: readonly HistoryInterval[];
      /** Whether there are older ones, and how fetching them goes. */
      readonly older:
        | { readonly kind: 'none' }
        | { readonly kind: 'there' }
        | { readonly kind: 'loading' }
        | { readonly kind: 'failed'; readonly problem: Problem };
      /** How many stood before older ones were added at the member's wish; 0 where none were. */
      readonly shownBefore: number;
    };

export type HistoryEvent =
  | { readonly kind: 'asked' }
  | { readonly kind: 'answered'; readonly outcome: HistoryOutcome }
  | { readonly kind: 'older-asked' }
  /** `before` is what was asked for. */
  | {
      readonly kind: 'older-answered';
      readonly before: number;
      readonly outcome: HistoryOutcome;
    };

export function nextHistory(state: HistoryState, event: HistoryEvent): HistoryState {
  switch (event.kind) {
    case 'asked':
      // What is shown stays until the answer is there.
      return state.kind === 'shown' ? state : { kind: 'loading' };
    case 'answered':
      return answered(event.outcome);
    case 'older-asked':
      return state.kind === 'shown' ? { ...state, older: { kind: 'loading' } } : state;
    case 'older-answered':
      return olderAnswered(state, event.before, event.outcome);
    default:
      return assertNever(event);
  }
}

/** Where the next older part begins (epoch milliseconds), or null where nothing is shown. */
export function oldestShown(state: HistoryState): number | null {
  return state.kind === 'shown' ? (state.intervals.at(-1)?.from ?? null) : null;
}

function answered(outcome: HistoryOutcome): HistoryState {
  // Without an answer nothing is left: its newest line would say what goes on now (PR9).
  if (!outcome.ok) return { kind: 'failed', problem: outcome.problem };
  const { intervals, more } = outcome.history;
  return { kind: 'shown', intervals, older: { kind: more ? 'there' : 'none' }, shownBefore: 0 };
}

function olderAnswered(state: HistoryState, before: number, outcome: HistoryOutcome): HistoryState {
  // Everything was fetched anew meanwhile, and this does not continue it.
  if (state.kind !== 'shown' || oldestShown(state) !== before) return state;
  if (!outcome.ok) return { ...state, older: { kind: 'failed', problem: outcome.problem } };
  const { intervals, more } = outcome.history;
  return {
    kind: 'shown',
    intervals: [...state.intervals, ...intervals],
    older: { kind: more ? 'there' : 'none' },
    shownBefore: state.intervals.length,
  };
}
