import { assertNever } from '../../shared/domain/assert-never.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';
import type { Change, ToldMember } from './presence-log.ts';

/** Brings what a team was told of each member, by id, up to a change. */
export function note(members: Map<string, ToldMember>, change: Change): void {
  switch (change.kind) {
    case 'status': {
      const { kind: _kind, memberId, seat: _seat, ...visible } = change;
      const known = members.get(memberId);
      if (known !== undefined) members.set(memberId, { ...known, visible });
      break;
    }
    case 'member-added': {
      const { kind: _kind, member, ...visible } = change;
      members.set(member.memberId, { member, visible });
      break;
    }
    case 'member-updated': {
      const { member } = change;
      const known = members.get(member.memberId);
      if (known !== undefined) members.set(member.memberId, { ...known, member });
      break;
    }
    case 'member-removed':
      members.delete(change.memberId);
      break;
    default:
      assertNever(change);
  }
}

/** The statuses among changes by member, each member's in order. */
export function statusesIn(
  changes: readonly Change[],
): ReadonlyMap<string, readonly MemberStatus[]> {
  const statuses = new Map<string, MemberStatus[]>();
  const add = (memberId: string, status: MemberStatus): void => {
    const known = statuses.get(memberId);
    if (known === undefined) statuses.set(memberId, [status]);
    else known.push(status);
  };
  for (const change of changes) {
    if (change.kind === 'status') add(change.memberId, change);
    else if (change.kind === 'member-added') add(change.member.memberId, change);
  }
  return statuses;
}
