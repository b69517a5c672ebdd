import type { Change, Message, ToldMember } from '../../src/server/log/presence-log.ts';
import type { MemberStatus, Status } from '../../src/shared/domain/status.ts';

const visible = (status: Status, since: number) => ({ status, since, cause: 'chosen' }) as const;

/** Changes of a made-up team; a member's seat is also their id and name. */
export const added = (seat: number): Change => ({
  kind: 'member-added',
  member: { memberId: String(seat), name: `Member ${seat}`, role: 'agent', seat },
  ...visible('offline', 0),
});

export const changed = (
  seat: number,
  status: Status,
  since: number,
  more: Pick<MemberStatus, 'until' | 'note'> = {},
): Change => ({
  kind: 'status',
  memberId: String(seat),
  seat,
  ...visible(status, since),
  ...more,
});

export const renamed = (seat: number, name: string): Change => ({
  kind: 'member-updated',
  member: { memberId: String(seat), name, role: 'agent', seat },
});

export const removed = (seat: number): Change => ({
  kind: 'member-removed',
  memberId: String(seat),
  seat,
});

export const toldMember = (
  seat: number,
  status: Status,
  since: number,
  name = `Member ${seat}`,
): ToldMember => ({
  member: { memberId: String(seat), name, role: 'agent', seat },
  visible: visible(status, since),
});

export const waiting = (count: number): Message => ({
  kind: 'queue',
  queue: { waiting: count, oldestSince: 1 },
});
