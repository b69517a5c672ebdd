import type { Moment } from '../../shared/domain/clock.ts';
import { steadyOf } from '../../shared/domain/clock.ts';
import type { Member } from '../../shared/domain/member.ts';
import { quietHoursEnd } from '../../shared/time/quiet-hours.ts';
import type { TeamNotice } from './notice.ts';
import type { SeenTeam } from './sight.ts';
import type { Wishes } from './wishes.ts';

/** How long nobody has to be Online before it is told (NO6), in milliseconds. */
const NOBODY_MS = 60_000;

/** Whether somebody is Online, as whoever leads the team hears of it. */
export type Staffing =
  | { readonly kind: 'staffed' }
  /** `since` is on the steady scale. */
  | { readonly kind: 'nobody'; readonly since: number }
  | { readonly kind: 'nobody-told' };

export const STAFFED: Staffing = { kind: 'staffed' };

export type StaffingLook = {
  readonly at: Moment;
  readonly team: SeenTeam;
  readonly wishes: Wishes;
  readonly isQuiet: boolean;
};

export type StaffingConsidered = {
  readonly staffing: Staffing;
  readonly notice: TeamNotice | null;
  /** When to look again although nothing changes, on the steady scale; null where never. */
  readonly wakeAt: number | null;
};

/** What is left of it without a connection: the minute begins anew, what was told stays told. */
export function unseenStaffing(staffing: Staffing): Staffing {
  return staffing.kind === 'nobody' ? STAFFED : staffing;
}

/** What to tell owners and managers of nobody being Online (NO6). */
export function considerStaffing(before: Staffing, look: StaffingLook): StaffingConsidered {
  const { at, team } = look;
  const hears = hearsOfStaffing(look);
  const online = hears ? onlineIn(team) : [];
  if (!hears || online.length > 0) {
    if (before.kind !== 'nobody-told') return { staffing: STAFFED, notice: null, wakeAt: null };
    const others = online.filter(({ memberId }) => memberId !== team.selfId);
    const notice: TeamNotice = {
      kind: 'nobody-online-over',
      online: look.isQuiet ? [] : others,
    };
    return { staffing: STAFFED, notice, wakeAt: null };
  }
  if (before.kind === 'nobody-told') return { staffing: before, notice: null, wakeAt: null };
  const since = before.kind === 'nobody' ? before.since : at.steady;
  const staffing: Staffing = { kind: 'nobody', since };
  const dueAt = since + NOBODY_MS;
  if (at.steady < dueAt) return { staffing, notice: null, wakeAt: dueAt };
  if (look.isQuiet) return { staffing, notice: null, wakeAt: quietEnd(look) };
  return { staffing: { kind: 'nobody-told' }, notice: { kind: 'nobody-online' }, wakeAt: null };
}

/** In a team of one, the own status says all. */
function hearsOfStaffing({ team, wishes }: StaffingLook): boolean {
  const role = team.members.get(team.selfId)?.role;
  const leads = role === 'owner' || role === 'manager';
  return leads && team.members.size > 1 && wishes.notifyAbout !== 'nobody';
}

function onlineIn({ members, statuses }: SeenTeam): readonly Member[] {
  return [...members.values()].filter(
    ({ memberId }) => statuses.get(memberId)?.status === 'online',
  );
}

/** The end of being Busy needs no hour: it is a change that is seen. */
function quietEnd({ at, wishes }: StaffingLook): number | null {
  const end = wishes.quietHours === null ? null : quietHoursEnd(wishes.quietHours, at.epoch);
  return end === null ? null : steadyOf(end, at);
}
