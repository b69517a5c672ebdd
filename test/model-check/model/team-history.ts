import { isDeepStrictEqual } from 'node:util';
import type { Change, LogEntry } from '../../../src/server/log/presence-log.ts';
import type { Member } from '../../../src/shared/domain/member.ts';
import type { MemberStatus } from '../../../src/shared/domain/status.ts';
import { check, show } from './violation.ts';

export type TeamState = {
  readonly members: ReadonlyMap<string, Member>;
  readonly statuses: ReadonlyMap<string, MemberStatus>;
};

const NOBODY: TeamState = { members: new Map(), statuses: new Map() };

/** The server as it tells something: its time of day, and whether it has only just begun. */
export type Teller = {
  readonly now: number;
  /** Then it tells what has ended while nobody was there to tell it. */
  readonly isTakingUp: boolean;
  /** Whether its time of day ever was set back, and may be before what it has stored. */
  readonly wasSetBack: boolean;
};

/** What the team was told, version by version, in each log there has been. */
export class TeamHistory {
  /** By log, the state at each version. */
  readonly #logs = new Map<string, TeamState[]>();
  #current: { readonly logId: string; readonly states: TeamState[] } | null = null;

  /** PR9: each change has one version, without gaps. */
  onLogged(logId: string, { from, changes }: LogEntry, teller: Teller): void {
    const states = this.#logs.get(logId) ?? [NOBODY];
    this.#logs.set(logId, states);
    this.#current = { logId, states };
    check(
      from === states.length - 1,
      () => `${logId} goes on from ${from}, not ${states.length - 1}`,
    );
    for (const change of changes) states.push(after(states.at(-1) ?? NOBODY, change, teller));
  }

  get logId(): string | null {
    return this.#current?.logId ?? null;
  }

  get version(): number {
    return (this.#current?.states.length ?? 1) - 1;
  }

  get now(): TeamState {
    return this.#current?.states.at(-1) ?? NOBODY;
  }

  /** PR9: whoever has this version of this log knows exactly this. */
  checkKnowledge(who: string, logId: string, version: number, known: TeamState): void {
    const truth = this.#logs.get(logId)?.[version];
    check(truth !== undefined, () => `${who} has version ${version} of ${logId}, which never was`);
    const told = asTold(truth ?? NOBODY);
    check(
      isDeepStrictEqual(known.statuses, told.statuses) &&
        isDeepStrictEqual(known.members, told.members),
      () => `${who} has ${show(known)} as version ${version}, which was ${show(told)}`,
    );
  }
}

/** As it travels: times of day are told to the second. */
function asTold({ members, statuses }: TeamState): TeamState {
  const toTheSecond = ({ since, ...status }: MemberStatus) => ({
    ...status,
    since: Math.floor(since / 1_000) * 1_000,
  });
  return {
    members,
    statuses: new Map([...statuses].map(([memberId, one]) => [memberId, toTheSecond(one)])),
  };
}

function after({ members, statuses }: TeamState, change: Change, teller: Teller): TeamState {
  switch (change.kind) {
    case 'status': {
      const { kind: _, memberId, seat: _seat, ...status } = change;
      const before = statuses.get(memberId);
      check(
        isSince(status, before, teller),
        () => `${show(change)} follows ${show(before)} at ${show(teller)}`,
      );
      check(!isDeepStrictEqual(before, status), () => `${show(change)} changes nothing`);
      return { members, statuses: new Map(statuses).set(memberId, status) };
    }
    case 'member-added': {
      const { kind: _, member: seated, ...status } = change;
      const { seat: _seat, ...member } = seated;
      check(!members.has(member.memberId), () => `${member.memberId} is introduced twice`);
      return {
        members: new Map(members).set(member.memberId, member),
        statuses: new Map(statuses).set(member.memberId, status),
      };
    }
    default:
      throw new Error(`nobody does ${change.kind} here`);
  }
}

/** PR15: the time since which somebody is what they are stays, and is the time of the change otherwise. */
function isSince(
  { status, since }: MemberStatus,
  before: MemberStatus | undefined,
  { now, isTakingUp, wasSetBack }: Teller,
): boolean {
  if (before?.status === status) return since === before.since;
  if (since === now) return true;
  if (!isTakingUp || before === undefined) return false;
  return since >= before.since && (wasSetBack || since <= Math.max(before.since, now));
}
