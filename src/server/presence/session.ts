import type { Activity } from '../../shared/domain/activity.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { DeviceName } from './member-state.ts';

/** One live connection of a device, whichever process holds it. */
export type Session = {
  readonly kind: 'session';
  /** Nobody has it twice: what is said to a session names it so. */
  readonly sessionId: string;
  readonly memberId: string;
  readonly device: DeviceName;
  readonly tokenHash: string;
};

/** How a session begins. */
export type Beginning = {
  /** The device's state now. */
  readonly activity: Activity;
  /** It had begun before, perhaps with somebody else who led: it takes the place of no other. */
  readonly isAgain: boolean;
  /** The computer sleeps: the device counts for nothing until it says something of itself. */
  readonly isSuspended: boolean;
};

/** A request of a member without a connection, which proved itself: nobody is present because of it. */
export type Visit = {
  readonly kind: 'visit';
  readonly memberId: string;
  readonly device: DeviceName;
};

/** Who says something for a member. */
export type Speaker = Session | Visit;

type LiveSession = { readonly session: Session; lastSeq: number };

/** The current session of each device of a team. */
export class Sessions {
  /** By member and device. */
  readonly #live = new Map<string, LiveSession>();

  /** The session that this one would take the place of; null where there is none, or it is this one. */
  before(session: Session): Session | null {
    const standing = this.#live.get(keyOf(session))?.session;
    return standing === undefined || standing.sessionId === session.sessionId ? null : standing;
  }

  /** Begins a session, whose first report was `seq`, in the place of an earlier one of the device. */
  begin(session: Session, seq: number): void {
    this.#live.set(keyOf(session), { session, lastSeq: seq });
  }

  isLive(session: Session): boolean {
    return this.#live.get(keyOf(session))?.session.sessionId === session.sessionId;
  }

  /** @throws Refusal `unavailable` where the session is over. */
  assertLive(session: Session): void {
    this.#get(session);
  }

  /**
   * Whether a report says more than those before it (PR4); it counts as heard from now on.
   * @throws Refusal `unavailable` where the session is over.
   */
  hears(session: Session, seq: number): boolean {
    const live = this.#get(session);
    if (seq <= live.lastSeq) return false;
    live.lastSeq = seq;
    return true;
  }

  end(session: Session): void {
    this.#live.delete(keyOf(session));
  }

  /** The sessions whose token is none of these. */
  without(tokenHashes: ReadonlySet<string>): readonly Session[] {
    return [...this.#live.values()]
      .map(({ session }) => session)
      .filter((session) => !tokenHashes.has(session.tokenHash));
  }

  tokenHashes(): readonly string[] {
    return [...this.#live.values()].map(({ session }) => session.tokenHash);
  }

  #get(session: Session): LiveSession {
    const live = this.#live.get(keyOf(session));
    if (live?.session.sessionId !== session.sessionId) {
      throw sessionOver();
    }
    return live;
  }
}

export function sessionOver(): Refusal {
  return new Refusal('unavailable', 'This session is over. Connect again.');
}

function keyOf({ memberId, device }: Session): string {
  return `${memberId} ${device.deviceId}`;
}
