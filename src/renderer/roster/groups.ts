import type { MemberView } from '../../shared/bridge/view.ts';
import type { Status } from '../../shared/domain/status.ts';

export type GroupKind = Status | 'unknown' | 'team';
export type Group = { readonly kind: GroupKind; readonly members: readonly MemberView[] };

const ORDER = ['online', 'busy', 'offline', 'unknown'] as const;

/**
 * The roster in the order it is read. With a connection it is grouped by status, without those
 * nobody is in; without one it is a single group that says nothing about anyone (PR9). Within a
 * group members keep their order.
 */
export function groupMembers(members: readonly MemberView[], connected: boolean): readonly Group[] {
  if (!connected) return members.length === 0 ? [] : [{ kind: 'team', members }];
  const byKind = Map.groupBy(members, (member) => member.live?.status ?? 'unknown');
  return ORDER.flatMap((kind) => {
    const found = byKind.get(kind);
    return found === undefined ? [] : [{ kind, members: found }];
  });
}
