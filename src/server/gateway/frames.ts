import { createHash } from 'node:crypto';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { SeatedMember } from '../../shared/domain/member.ts';
import { packStatuses, type SeatStatus } from '../../shared/protocol/packed-statuses.ts';
import type { PackedDelta } from '../../shared/protocol/schemas.ts';
import type { Change } from '../log/presence-log.ts';

/** What has become of a team over some changes, however often anything of it changed. */
export class Difference {
  /** By seat. */
  readonly statuses = new Map<number, SeatStatus>();
  readonly members = new Map<number, SeatedMember>();
  readonly left = new Set<number>();

  add(change: Change): void {
    switch (change.kind) {
      case 'status':
        this.statuses.set(change.seat, change);
        break;
      case 'member-added': {
        const { kind: _kind, member, ...status } = change;
        this.left.delete(member.seat);
        this.members.set(member.seat, member);
        this.statuses.set(member.seat, { seat: member.seat, ...status });
        break;
      }
      case 'member-updated':
        this.members.set(change.member.seat, change.member);
        break;
      case 'member-removed':
        this.left.add(change.seat);
        this.members.delete(change.seat);
        this.statuses.delete(change.seat);
        break;
      default:
        assertNever(change);
    }
  }
}

/**
 * Changes after version `from` as they travel, packed at `at` (epoch milliseconds). `names` gives
 * the version of the names after them; asked only where they change names.
 */
export function deltaOf(
  from: number,
  changes: readonly Change[],
  at: number,
  names: () => string,
): PackedDelta {
  const difference = new Difference();
  for (const change of changes) difference.add(change);
  const { statuses, members, left } = difference;
  const isNamed = members.size > 0 || left.size > 0;
  return {
    from,
    to: from + changes.length,
    ...(isNamed ? { names: { version: names(), members: [...members.values()] } } : {}),
    ...(left.size === 0 ? {} : { left: [...left] }),
    ...packStatuses(statuses.values(), at),
  };
}

/** The version of names: the same for the same names, whatever log or process they come from. */
export function namesVersion(members: Iterable<SeatedMember>): string {
  const hash = createHash('sha256');
  const inOrder = [...members].sort((a, b) => a.seat - b.seat);
  for (const { seat, memberId, name, role } of inOrder) {
    hash.update(JSON.stringify([seat, memberId, name, role]));
  }
  return hash.digest('base64url').slice(0, 22);
}
