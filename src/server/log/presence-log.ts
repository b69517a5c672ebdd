import type { Contact, Queue } from '../../shared/domain/contact.ts';
import type { SeatedMember } from '../../shared/domain/member.ts';
import type { StandingSettings } from '../../shared/domain/settings.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';
import type { ContactEvent } from '../../shared/protocol/contact-schemas.ts';
import type { Revoked, Self } from '../../shared/protocol/schemas.ts';

/** One change of a team's visible state; each has one version number (PR9). */
export type Change =
  | ({ readonly kind: 'status'; readonly memberId: string; readonly seat: number } & MemberStatus)
  | ({ readonly kind: 'member-added'; readonly member: SeatedMember } & MemberStatus)
  | { readonly kind: 'member-updated'; readonly member: SeatedMember }
  | { readonly kind: 'member-removed'; readonly memberId: string; readonly seat: number };

/** Changes in order; the first one made the version `from + 1`. */
export type LogEntry = { readonly from: number; readonly changes: readonly Change[] };

/** How a member, their contacts and the team stand when a device of theirs has come. */
export type Arrival = {
  readonly self: Self;
  readonly settings: StandingSettings;
  readonly contacts: readonly Contact[];
  readonly queue: Queue;
};

/** What gateways have to hear between two changes, in its place. */
export type Message =
  | { readonly kind: 'settings'; readonly settings: StandingSettings }
  | { readonly kind: 'queue'; readonly queue: Queue }
  /** For all devices of these members. */
  | {
      readonly kind: 'contact';
      readonly memberIds: readonly string[];
      readonly event: ContactEvent;
    }
  /** This session has begun, and hears what follows. */
  | { readonly kind: 'arrived'; readonly sessionId: string; readonly arrival: Arrival }
  /** This session is over: another took its place, or it may not go on where there is a notice. */
  | { readonly kind: 'dismissed'; readonly sessionId: string; readonly notice: Revoked | null };

/** A member and what the team was told of them last. */
export type ToldMember = { readonly member: SeatedMember; readonly visible: MemberStatus };

/** All that a team has been told up to a version. */
export type Told = {
  /** Names the log: versions of another log mean nothing in this one. Empty where nobody has begun one yet. */
  readonly log: string;
  /** The version of the last change, 0 where there was none. */
  readonly version: number;
  readonly members: readonly ToldMember[];
  /** The last changes, in order; the last of them made `version`. How far back is the implementation's to say. */
  readonly recent: readonly Change[];
};

/** Who hears what a team is told: everything once and in order. */
export type LogListener = {
  /**
   * What was told before. Called first of all, and again where something was missed or another log
   * has begun: what was told between is in it, but for messages, which are lost.
   */
  onTold(told: Told): void;
  onChanges(entry: LogEntry): void;
  onMessage(message: Message): void;
};

/**
 * What each team is told, in order: the changes of its visible state, each of which has one version
 * counted without gaps (PR9), and between them messages. One process at a time writes it.
 */
export interface PresenceLog {
  /** What a team has been told so far; whoever writes the log begins with it. @throws Refusal `unavailable` */
  told(teamId: string): Promise<Told>;
  /**
   * The version after the last of the changes.
   * @throws Refusal `unavailable` where the log cannot be reached or another process writes it now;
   * nothing was told then, as far as is known.
   */
  append(teamId: string, changes: readonly Change[]): Promise<number>;
  /** Tells it after everything before and before everything after. @throws Refusal `unavailable` as above */
  tell(teamId: string, message: Message): Promise<void>;
  /** Hears everything from now on, once resolved; the answer ends it. @throws Refusal `unavailable` */
  follow(teamId: string, listener: LogListener): Promise<() => void>;
}
