import { Refusal } from '../../shared/protocol/errors.ts';
import type { Revoked, Welcome } from '../../shared/protocol/schemas.ts';
import type { DeviceName } from './member-state.ts';

/** One live connection of a device, as presence sees it. */
export type Session = {
  readonly kind: 'session';
  readonly memberId: string;
  readonly device: DeviceName;
  readonly tokenHash: string;
  /**
   * From this call on the session must be told every change, so it joins its team here. Nothing
   * happens in the team until it is done.
   */
  welcome(welcome: Welcome): void | Promise<void>;
  /** Another connection of the same device took its place. */
  replaced(): void;
  /** It may not go on. */
  revoked(notice: Revoked): void;
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

  get size(): number {
    return this.#live.size;
  }

  /** Begins a session, whose first report was `seq`; answers the one that it takes the place of. */
  begin(session: Session, seq: number): Session | null {
    const earlier = this.#live.get(keyOf(session));
    this.#live.set(keyOf(session), { session, lastSeq: seq });
    return earlier?.session ?? null;
  }

  isLive(session: Session): boolean {
    return this.#live.get(keyOf(session))?.session === session;
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
    if (live?.session !== session) {
      throw new Refusal('unavailable', 'This session is over. Connect again.');
    }
    return live;
  }
}

function keyOf({ memberId, device }: Session): string {
  return `${memberId} ${device.deviceId}`;
}
