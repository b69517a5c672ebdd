import type { Member } from '../../src/shared/domain/member.ts';
import type { MemberStatus } from '../../src/shared/domain/status.ts';
import { type PackedStatuses, unpackStatuses } from '../../src/shared/protocol/packed-statuses.ts';
import type {
  PackedDelta,
  PackedSnapshot,
  PackedWelcome,
} from '../../src/shared/protocol/schemas.ts';

/** A status as tests speak of it: of a member, not of a seat. */
export type SeenStatus = MemberStatus & { readonly memberId: string };

export type SeenDelta = {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly SeenStatus[];
  /** Who came, or has another name or role. */
  readonly members: readonly Member[];
  /** Ids of those who have left. */
  readonly left: readonly string[];
};

export type SeenSnapshot = {
  readonly log: string;
  readonly version: number;
  readonly members: readonly Member[];
  readonly statuses: readonly SeenStatus[];
};

export type SeenWelcome = Omit<PackedWelcome, 'snapshot' | 'deltas'> & {
  readonly snapshot?: SeenSnapshot;
  readonly deltas?: readonly SeenDelta[];
};

/** Turns what travels by seats into what it says of members. */
export class Unpacker {
  readonly #bySeat: Map<number, Member>;
  /** What the server calls the names that are known here; null where there are none. */
  namesVersion: string | null;

  /** Knows whom the seats stood for that `before` knew. */
  constructor(before: Unpacker | null) {
    this.#bySeat = new Map(before === null ? [] : before.#bySeat);
    this.namesVersion = before?.namesVersion ?? null;
  }

  welcome({ snapshot, deltas, ...rest }: PackedWelcome): SeenWelcome {
    const whole = snapshot === undefined ? null : this.snapshot(snapshot);
    const since = deltas?.map((delta) => this.delta(delta));
    if (whole === null) return { ...rest, ...(since === undefined ? {} : { deltas: since }) };
    return {
      ...rest,
      snapshot: (since ?? []).reduce((before, delta) => this.#after(before, delta), whole),
    };
  }

  snapshot({ log, version, names, ...packed }: PackedSnapshot): SeenSnapshot {
    if (names.members !== undefined) {
      this.#bySeat.clear();
      this.#name(names.members);
    }
    this.namesVersion = names.version;
    const members = [...this.#bySeat.values()];
    return { log, version, members, statuses: this.#statuses(packed) };
  }

  delta({ from, to, names, left = [], ...packed }: PackedDelta): SeenDelta {
    const members = this.#name(names?.members ?? []);
    this.namesVersion = names?.version ?? this.namesVersion;
    const changes = this.#statuses(packed);
    // Who is not known has left before what this client came to know.
    const leavers = left.flatMap((seat) => this.#bySeat.get(seat)?.memberId ?? []);
    for (const seat of left) this.#bySeat.delete(seat);
    return { from, to, changes, members, left: leavers };
  }

  /** The whole state with what was different at the end of a delta. */
  #after({ log, statuses }: SeenSnapshot, { to, changes, left }: SeenDelta): SeenSnapshot {
    const after = new Map(statuses.map((status) => [status.memberId, status]));
    for (const change of changes) after.set(change.memberId, change);
    for (const memberId of left) after.delete(memberId);
    return {
      log,
      version: to,
      members: [...this.#bySeat.values()],
      statuses: [...after.values()],
    };
  }

  #name(members: readonly (Member & { readonly seat: number })[]): Member[] {
    return members.map(({ seat, ...member }) => {
      this.#bySeat.set(seat, member);
      return member;
    });
  }

  #statuses(packed: PackedStatuses): SeenStatus[] {
    return unpackStatuses(packed)
      .sort((a, b) => a.seat - b.seat)
      .map(({ seat, ...status }) => ({ memberId: this.#memberOn(seat).memberId, ...status }));
  }

  #memberOn(seat: number): Member {
    const member = this.#bySeat.get(seat);
    if (member === undefined) throw new Error(`nobody was named on seat ${seat}`);
    return member;
  }
}
