import type { AppView, MemberView } from './view.ts';

type TeamView = Extract<AppView, { kind: 'team' }>;

/** A view, and the how manieth it is of those the app has had for its window. */
export type NumberedView = { readonly number: number; readonly view: AppView };

/** What leads a window from the view before (`number − 1`) to this one. */
export type ViewUpdate =
  | ({ readonly kind: 'whole' } & NumberedView)
  /** The same people in the same order, some of them with other news: a team may have thousands. */
  | {
      readonly kind: 'changes';
      readonly number: number;
      readonly view: Omit<TeamView, 'members'>;
      readonly changed: readonly { readonly index: number; readonly member: MemberView }[];
    };

/** The update from one view to another; members that are the same object are taken as the same. */
export function updateBetween(before: NumberedView, after: AppView): ViewUpdate {
  const number = before.number + 1;
  if (before.view.kind !== 'team' || after.kind !== 'team') {
    return { kind: 'whole', number, view: after };
  }
  const { members, ...view } = after;
  const known = before.view.members;
  if (members.length !== known.length || members.some(isSomeoneElse(known))) {
    return { kind: 'whole', number, view: after };
  }
  const changed = members.flatMap((member, index) =>
    member === known[index] ? [] : [{ index, member }],
  );
  return { kind: 'changes', number, view, changed };
}

/**
 * The view after an update. Members of whom nothing changed stay the same objects. Null where the
 * update does not follow on `before`: then only the whole view helps.
 */
export function afterUpdate(before: NumberedView | null, update: ViewUpdate): NumberedView | null {
  const { number } = update;
  if (update.kind === 'whole') return { number, view: update.view };
  if (before?.number !== number - 1 || before.view.kind !== 'team') return null;
  const members = [...before.view.members];
  for (const { index, member } of update.changed) members[index] = member;
  return { number, view: { ...update.view, members } };
}

function isSomeoneElse(known: readonly MemberView[]) {
  return ({ memberId }: MemberView, index: number) => known[index]?.memberId !== memberId;
}
