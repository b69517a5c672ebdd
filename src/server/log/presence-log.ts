import type { SeatedMember } from '../../shared/domain/member.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';

/** One change of a team's visible state; each has one version number (PR9). */
export type Change =
  | ({ readonly kind: 'status'; readonly memberId: string; readonly seat: number } & MemberStatus)
  | ({ readonly kind: 'member-added'; readonly member: SeatedMember } & MemberStatus)
  | { readonly kind: 'member-updated'; readonly member: SeatedMember }
  | { readonly kind: 'member-removed'; readonly memberId: string; readonly seat: number };

/** Changes in order; the first one made the version `from + 1`. */
export type LogEntry = { readonly from: number; readonly changes: readonly Change[] };
export type LogListener = (entry: LogEntry) => void;

/**
 * The order of what happens in each team. Every change has one version, counted from 1 without
 * gaps (PR9). How far back changes are held is the implementation's to say; the newest are.
 */
export interface PresenceLog {
  /** Names this log: versions of another log mean nothing in this one. */
  readonly id: string;
  /** The version after the last of the changes. Followers hear of them before it is answered. */
  append(teamId: string, changes: readonly Change[]): Promise<number>;
  /** The version of the last change, 0 where there was none. */
  head(teamId: string): Promise<number>;
  /** The changes after version `from`, or null where they are not (or no longer) held. */
  range(teamId: string, from: number): Promise<readonly Change[] | null>;
  /** Hears of every append from now on; the answer ends it. */
  follow(teamId: string, listener: LogListener): () => void;
}
