import type { Moment } from '../../shared/domain/clock.ts';
import { type ChangeMemory, considerChanges, considerReturn, firstSeen } from './changes.ts';
import type { TeamNotice } from './notice.ts';
import { isQuiet } from './quiet.ts';
import type { SeenTeam, Sight } from './sight.ts';
import { considerStaffing, STAFFED, type Staffing, unseenStaffing } from './staffing.ts';
import { isWanted, type Wishes } from './wishes.ts';

/** What is remembered of a team from one look to the next; null where none has been seen. */
export type Memory = {
  readonly selfId: string;
  readonly isLive: boolean;
  readonly changes: ChangeMemory;
  readonly staffing: Staffing;
} | null;

export type Look = {
  readonly at: Moment;
  readonly sight: Sight;
  readonly wishes: Wishes;
};

export type Considered = {
  readonly memory: Memory;
  readonly notices: readonly TeamNotice[];
  /** When to look again although nothing changes, on the steady scale; null where never. */
  readonly wakeAt: number | null;
};

/**
 * What a look at the team gives reason to tell (NO1–NO4, NO6). Every look sees levels, so it makes
 * no difference how often somebody looks, as long as it is after changes and at `wakeAt`.
 */
export function consider(memory: Memory, look: Look): Considered {
  const { sight } = look;
  switch (sight.kind) {
    case 'signed-out':
      return { memory: null, notices: [], wakeAt: null };
    case 'not-connected':
      return { memory: outOfSight(memory), notices: [], wakeAt: null };
    case 'live':
      return considerTeam(memory, sight.team, look);
  }
}

function outOfSight(memory: Memory): Memory {
  if (memory === null) return null;
  return {
    ...memory,
    isLive: false,
    staffing: unseenStaffing(memory.staffing),
  };
}

function considerTeam(memory: Memory, team: SeenTeam, { at, wishes }: Look): Considered {
  const { selfId, statuses } = team;
  // Another account, or another server, is another team.
  const known = memory?.selfId === selfId ? memory : null;
  const quiet = isQuiet(wishes, statuses.get(selfId)?.status, at.epoch);
  const isMuted = (memberId: string) => quiet || memberId === selfId || !isWanted(memberId, wishes);
  const considerTheirs = known === null || known.isLive ? considerChanges : considerReturn;
  const changes = considerTheirs(known?.changes ?? firstSeen(team), {
    now: at.steady,
    team,
    isMuted,
  });
  const staffing = considerStaffing(known?.staffing ?? STAFFED, {
    at,
    team,
    wishes,
    isQuiet: quiet,
  });
  return {
    memory: { selfId, isLive: true, changes: changes.memory, staffing: staffing.staffing },
    notices: [changes.notice, staffing.notice].filter((notice) => notice !== null),
    wakeAt: earlier(changes.wakeAt, staffing.wakeAt),
  };
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
