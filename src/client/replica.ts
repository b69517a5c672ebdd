import type { Member } from '../shared/domain/member.ts';
import type { MemberStatus } from '../shared/domain/status.ts';
import type { SeatStatus } from '../shared/protocol/packed-statuses.ts';
import type { Delta, LogPosition, Names, Snapshot, Welcome } from '../shared/protocol/schemas.ts';

/** A team's visible state as this client knows it, at one version of one log. */
export type Replica = LogPosition & {
  /** Stays the same map unless somebody joins, leaves or is renamed: who sorts them can tell. */
  readonly members: ReadonlyMap<string, Member>;
  readonly statuses: ReadonlyMap<string, MemberStatus>;
  readonly names: SeatNames;
};

/** Whom the seats of a team stand for. */
export type SeatNames = {
  /** What the server calls these names. */
  readonly version: string;
  readonly bySeat: ReadonlyMap<number, Member>;
};

export type Applied =
  | { readonly kind: 'applied'; readonly replica: Replica }
  /** Something is missing in between: only a snapshot helps (PR9). */
  | { readonly kind: 'gap' };

const GAP: Applied = { kind: 'gap' };

/** Names as they travel and are kept. */
export function seatNames({ version, members }: Names): SeatNames {
  return {
    version,
    bySeat: new Map(members.map(({ seat, ...member }) => [seat, member])),
  };
}

/**
 * The replica that a snapshot describes; `known` are the names that this client has already. Null
 * where the snapshot is about people whom neither of both names.
 */
export function replicaOf(snapshot: Snapshot, known: SeatNames | null): Replica | null {
  const { log, version, statuses } = snapshot;
  const { version: namesVersion, members: named } = snapshot.names;
  const names = named === undefined ? known : seatNames({ version: namesVersion, members: named });
  if (names?.version !== namesVersion) return null;
  const seen = withStatuses(new Map(), statuses, names.bySeat);
  if (seen === null) return null;
  return { log, version, names, members: membersOf(names), statuses: seen };
}

/** The replica that a welcome leads to from the one `before`; null where that does not join it. */
export function replicaAfter(
  welcome: Welcome,
  before: Replica | null,
  known: SeatNames | null,
): Replica | null {
  const { snapshot } = welcome;
  let replica = snapshot === undefined ? before : replicaOf(snapshot, known);
  if (replica === null || replica.log !== welcome.log) return null;
  for (const delta of welcome.deltas ?? []) {
    const applied = applyDelta(replica, delta);
    if (applied.kind === 'gap') return null;
    replica = applied.replica;
  }
  return replica.version === welcome.version ? replica : null;
}

/**
 * The replica after a delta. It may begin before the replica's version, because frames are batched
 * for the whole team; as it says how things are in the end, nothing is wrong with hearing twice.
 */
export function applyDelta(replica: Replica, delta: Delta): Applied {
  const { from, to } = delta;
  if (from > replica.version || from > to) return GAP;
  if (to <= replica.version) return { kind: 'applied', replica };
  const names = namesAfter(replica.names, delta);
  const statuses = withStatuses(new Map(replica.statuses), delta.statuses, names.bySeat);
  if (statuses === null) return GAP;
  if (names === replica.names) {
    return { kind: 'applied', replica: { ...replica, version: to, statuses } };
  }
  const members = membersOf(names);
  for (const memberId of replica.members.keys()) {
    if (!members.has(memberId)) statuses.delete(memberId);
  }
  return { kind: 'applied', replica: { log: replica.log, version: to, names, members, statuses } };
}

function namesAfter(before: SeatNames, { names, left = [] }: Delta): SeatNames {
  if (names === undefined) return before;
  const bySeat = new Map(before.bySeat);
  for (const { seat, ...member } of names.members) bySeat.set(seat, member);
  for (const seat of left) bySeat.delete(seat);
  return { version: names.version, bySeat };
}

function membersOf({ bySeat }: SeatNames): ReadonlyMap<string, Member> {
  return new Map([...bySeat.values()].map((member) => [member.memberId, member]));
}

/** Null where one of them is about nobody who is known. */
function withStatuses(
  statuses: Map<string, MemberStatus>,
  changed: readonly SeatStatus[],
  bySeat: ReadonlyMap<number, Member>,
): Map<string, MemberStatus> | null {
  for (const { seat, ...status } of changed) {
    const member = bySeat.get(seat);
    if (member === undefined) return null;
    statuses.set(member.memberId, status);
  }
  return statuses;
}
