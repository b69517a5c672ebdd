import type { PendingChoice } from '../../shared/bridge/view.ts';
import type { Choice } from '../../shared/domain/status.ts';
import { isConnected, type TeamView } from '../bridge/team-view.ts';

/** A choice as the menu lists it; `busy-until` is there only while a timed one stands or is made. */
export type ChoiceRow = Choice | 'busy-until';

export type MenuChoices = {
  /** What stands, or what will when there is a connection again; null where neither is known. */
  readonly selected: ChoiceRow | null;
  /** What is on its way, and what it waits for. */
  readonly pending: {
    readonly row: ChoiceRow;
    readonly waitsFor: PendingChoice['waitsFor'];
  } | null;
  /** When the choice of the row `busy-until` ends (epoch milliseconds); null without that row. */
  readonly busyUntil: number | null;
};

/** What the menu marks. Without a connection nothing old is shown as what stands (PR9). */
export function menuChoices(view: Pick<TeamView, 'connection' | 'self' | 'pending'>): MenuChoices {
  const standing = standingOf(view);
  const pending =
    view.pending === null
      ? null
      : { row: rowOf(view.pending), waitsFor: view.pending.waitsFor, until: view.pending.until };
  const timed = [pending, standing].find((candidate) => candidate?.row === 'busy-until');
  return {
    selected: standing?.row ?? null,
    pending: pending === null ? null : { row: pending.row, waitsFor: pending.waitsFor },
    busyUntil: timed?.until ?? null,
  };
}

function standingOf(
  view: Pick<TeamView, 'connection' | 'self' | 'pending'>,
): { readonly row: ChoiceRow; readonly until: number | null } | null {
  const { self, pending } = view;
  if (!isConnected(view)) {
    return pending === null ? null : { row: rowOf(pending), until: pending.until };
  }
  if (self === null) return null;
  const { choice, choiceUntil: until } = self;
  return { row: rowOf({ choice, until }), until };
}

function rowOf({ choice, until }: Pick<PendingChoice, 'choice' | 'until'>): ChoiceRow {
  return choice === 'busy' && until !== null ? 'busy-until' : choice;
}
