import { assertNever } from '../shared/domain/assert-never.ts';
import type { Member } from '../shared/domain/member.ts';
import type { MemberStatus } from '../shared/domain/status.ts';
import type { Change, Delta, LogPosition, Snapshot, Welcome } from '../shared/protocol/schemas.ts';

/** A team's visible state as this client knows it, at one version of one log. */
export type Replica = LogPosition & {
  readonly members: ReadonlyMap<string, Member>;
  readonly statuses: ReadonlyMap<string, MemberStatus>;
};

export type Applied =
  | { readonly kind: 'applied'; readonly replica: Replica }
  /** Changes are missing in between: only a snapshot helps (PR9). */
  | { readonly kind: 'gap' };

export function replicaOf(snapshot: Snapshot): Replica {
  return {
    log: snapshot.log,
    version: snapshot.version,
    members: new Map(snapshot.members.map((member) => [member.memberId, member])),
    statuses: new Map(snapshot.statuses.map(({ memberId, ...status }) => [memberId, status])),
  };
}

/** The replica that a welcome leads to from the one `before`; null where that does not join it. */
export function replicaAfter(welcome: Welcome, before: Replica | null): Replica | null {
  if (welcome.snapshot !== undefined) return replicaOf(welcome.snapshot);
  let replica = before;
  if (replica === null || replica.log !== welcome.log) return null;
  for (const delta of welcome.deltas ?? []) {
    const applied = applyDelta(replica, delta);
    if (applied.kind === 'gap') return null;
    replica = applied.replica;
  }
  return replica.version === welcome.version ? replica : null;
}

/**
 * The replica after a delta. A frame may begin before the replica's version, because frames are
 * batched for the whole team; what is known already is skipped.
 */
export function applyDelta(replica: Replica, delta: Delta): Applied {
  if (delta.from > replica.version || delta.changes.length !== delta.to - delta.from) {
    return { kind: 'gap' };
  }
  const fresh = delta.changes.slice(replica.version - delta.from);
  if (fresh.length === 0) return { kind: 'applied', replica };
  const draft = new Draft(replica);
  for (const change of fresh) applyChange(draft, change);
  const { members, statuses } = draft;
  return { kind: 'applied', replica: { log: replica.log, version: delta.to, members, statuses } };
}

/** What is to become the next replica. */
class Draft {
  readonly statuses: Map<string, MemberStatus>;
  /** Stays the same map unless somebody joins, leaves or is renamed: who sorts them can tell. */
  members: ReadonlyMap<string, Member>;
  #changed: Map<string, Member> | null = null;

  constructor(before: Replica) {
    this.statuses = new Map(before.statuses);
    this.members = before.members;
  }

  toChange(): Map<string, Member> {
    this.#changed ??= new Map(this.members);
    this.members = this.#changed;
    return this.#changed;
  }
}

function applyChange(draft: Draft, change: Change): void {
  const { statuses } = draft;
  switch (change.kind) {
    case 'status': {
      const { kind: _, memberId, ...status } = change;
      statuses.set(memberId, status);
      break;
    }
    case 'member-added': {
      const { kind: _, member, ...status } = change;
      draft.toChange().set(member.memberId, member);
      statuses.set(member.memberId, status);
      break;
    }
    case 'member-updated':
      draft.toChange().set(change.member.memberId, change.member);
      break;
    case 'member-removed':
      draft.toChange().delete(change.memberId);
      statuses.delete(change.memberId);
      break;
    default:
      assertNever(change);
  }
}
