import type { Member } from '../../src/shared/domain/member.ts';
import type { Status } from '../../src/shared/domain/status.ts';
import { packStatuses, type SeatStatus } from '../../src/shared/protocol/packed-statuses.ts';
import type { PackedDelta, PackedSnapshot } from '../../src/shared/protocol/schemas.ts';

type Person = readonly [member: Member, status: Status];

/** The whole of a team as a server tells it; the first of these people has seat 1. */
export function packedSnapshot(version: number, people: readonly Person[]): PackedSnapshot {
  return {
    log: 'log1',
    version,
    names: {
      version: 'names1',
      members: people.map(([member], index) => ({ ...member, seat: index + 1 })),
    },
    ...packStatuses(
      people.map(([, status], index) => chosen(index + 1, status)),
      Date.now(),
    ),
  };
}

/** A change after version `from` as a server tells it. */
export function packedDelta(from: number, seat: number, status: Status): PackedDelta {
  return { from, to: from + 1, ...packStatuses([chosen(seat, status)], Date.now()) };
}

function chosen(seat: number, status: Status): SeatStatus {
  return { seat, status, since: Date.now(), cause: 'chosen' };
}
