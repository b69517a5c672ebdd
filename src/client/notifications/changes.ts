import type { MemberStatus, Status } from '../../shared/domain/status.ts';
import type { TeamNotice, ToldChange } from './notice.ts';
import type { SeenTeam } from './sight.ts';

/** Changes that are no further apart become one notification (NO3). In milliseconds. */
const TOGETHER_MS = 3_000;
/** Who changes {@link FLAPS_AT} times within this is steady again when it has passed without one. */
const STEADY_MS = 60_000;
const FLAPS_AT = 3;

/** A member about whom something is going on. Times are on the steady scale, in milliseconds. */
type Track = {
  /** Where they are as far as has been told. */
  readonly told: Status;
  /** When they changed within the last {@link STEADY_MS}, the latest last. */
  readonly changedAt: readonly number[];
  /** What the next word about them waits for: the window that is open, or that they are steady. */
  readonly waitsFor: 'nothing' | 'window' | 'steadiness';
};

/** What is remembered of a team's changes from one look to the next. */
export type ChangeMemory = {
  readonly statuses: ReadonlyMap<string, MemberStatus>;
  /** Whoever is not in it is where `statuses` has them, and that is known. */
  readonly tracks: ReadonlyMap<string, Track>;
  /** Collects what becomes one notification. */
  readonly window: { readonly closesAt: number; readonly isDigest: boolean } | null;
};

/** A team as it is now, and whose changes are not to be told. `now` is on the steady scale. */
export type ChangeLook = {
  readonly now: number;
  readonly team: SeenTeam;
  readonly isMuted: (memberId: string) => boolean;
};

export type ChangesConsidered = {
  readonly memory: ChangeMemory;
  readonly notice: TeamNotice | null;
  /** When to look again although nothing changes, on the steady scale; null where never. */
  readonly wakeAt: number | null;
};

/** What a team is at first: whatever it shows is known (NO1). */
export function firstSeen(team: SeenTeam): ChangeMemory {
  return { statuses: team.statuses, tracks: new Map(), window: null };
}

/** What to tell of a team that is watched without interruption (NO3). */
export function considerChanges(before: ChangeMemory, look: ChangeLook): ChangesConsidered {
  return settle(observe(before, look), look);
}

/** What to tell of a team that was out of sight: at most one digest, a little later (NO1). */
export function considerReturn(before: ChangeMemory, look: ChangeLook): ChangesConsidered {
  const { now, team, isMuted } = look;
  const tracks = new Map<string, Track>();
  for (const [memberId, { status }] of team.statuses) {
    const told = before.tracks.get(memberId)?.told ?? before.statuses.get(memberId)?.status;
    if (told === undefined || told === status || isMuted(memberId)) continue;
    tracks.set(memberId, { told, changedAt: [], waitsFor: 'window' });
  }
  const window = tracks.size === 0 ? null : { closesAt: now + TOGETHER_MS, isDigest: true };
  return settle({ statuses: team.statuses, tracks, window }, look);
}

/** Notes who has changed since the last look. */
function observe(before: ChangeMemory, { now, team, isMuted }: ChangeLook): ChangeMemory {
  if (team.statuses === before.statuses) return before;
  const tracks = new Map(before.tracks);
  let { window } = before;
  for (const [memberId, { status }] of team.statuses) {
    const was = before.statuses.get(memberId)?.status;
    if (was === undefined || was === status) continue;
    const track = tracks.get(memberId) ?? { told: was, changedAt: [], waitsFor: 'nothing' };
    const changedAt = [...track.changedAt.filter((at) => now - at < STEADY_MS), now];
    const flaps = track.waitsFor === 'steadiness' || changedAt.length >= FLAPS_AT;
    const waitsFor = isMuted(memberId) ? 'nothing' : flaps ? 'steadiness' : 'window';
    tracks.set(memberId, { told: track.told, changedAt, waitsFor });
    if (waitsFor === 'window') window ??= { closesAt: now + TOGETHER_MS, isDigest: false };
  }
  return { statuses: team.statuses, tracks, window };
}

/** Tells what need not wait any longer, and forgets what is over. */
function settle(memory: ChangeMemory, { now, team, isMuted }: ChangeLook): ChangesConsidered {
  const closing = memory.window !== null && memory.window.closesAt <= now ? memory.window : null;
  const window = closing === null ? memory.window : null;
  const tracks = new Map<string, Track>();
  const changes: ToldChange[] = [];
  for (const [memberId, track] of memory.tracks) {
    const member = team.members.get(memberId);
    const to = team.statuses.get(memberId)?.status;
    if (member === undefined || to === undefined) continue;
    const isSteady = now >= steadyAt(track);
    const isDue = track.waitsFor === 'steadiness' ? isSteady : closing !== null;
    if (track.waitsFor !== 'nothing' && !isDue) {
      tracks.set(memberId, track);
      continue;
    }
    const { told: from } = track;
    if (track.waitsFor !== 'nothing' && from !== to && !isMuted(memberId)) {
      changes.push({ member, from, to });
    }
    if (!isSteady) tracks.set(memberId, { ...track, told: to, waitsFor: 'nothing' });
  }
  return {
    memory: { statuses: memory.statuses, tracks, window },
    notice:
      changes.length === 0 ? null : { kind: closing?.isDigest ? 'digest' : 'changes', changes },
    wakeAt: nextDue(tracks, window),
  };
}

/** Since when nobody can say that they flap, on the steady scale. */
function steadyAt({ changedAt }: Track): number {
  const last = changedAt.at(-1);
  return last === undefined ? Number.NEGATIVE_INFINITY : last + STEADY_MS;
}

function nextDue(
  tracks: ReadonlyMap<string, Track>,
  window: ChangeMemory['window'],
): number | null {
  const held = [...tracks.values()].filter(({ waitsFor }) => waitsFor === 'steadiness');
  const due = held.map(steadyAt);
  if (window !== null) due.push(window.closesAt);
  return due.length === 0 ? null : Math.min(...due);
}
