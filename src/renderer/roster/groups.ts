import type { MemberView } from '../../shared/bridge/view.ts';
import type { Status } from '../../shared/domain/status.ts';
import { liveOf } from '../app/team-view.ts';

export type GroupKind = Status | 'unknown' | 'team';
export type Group = { readonly kind: GroupKind; readonly members: readonly MemberView[] };

const ORDER = ['online', 'busy', 'offline', 'unknown'] as const;

/**
 * The roster in the order it is read. With a connection it is grouped by status, without those
 * nobody is in; without one it is a single group that says nothing about anyone (PR9). Within a
 * group members keep their order.
 */
export function groupMembers(members: readonly MemberView[], connected: boolean): readonly Group[] {
  if (!connected) return [{ kind: 'team', members }];
  return ORDER.map((kind) => ({
    kind,
    members: members.filter((member) => (liveOf(member, connected)?.status ?? 'unknown') === kind),
  })).filter((group) => group.members.length > 0);
}

/** The members by name, as the reader's language sorts them. */
export function sortByName(members: readonly MemberView[], locale: string): readonly MemberView[] {
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  return members.toSorted((a, b) => compare(a.name, b.name) || compare(a.memberId, b.memberId));
}
