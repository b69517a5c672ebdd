import { hasRoom, type MemberLoad } from './contact.ts';
import type { TeamSettings } from './settings.ts';
import type { MemberStatus, Status } from './status.ts';

/** A member as the queue sees them. */
export type Candidate = MemberLoad & {
  readonly status: Status;
  /** Number of their last assignment in the order of the team's; 0 where there was none. */
  readonly lastAssignment: number;
};

/** Whether the queue may give them a contact (AS2). */
export function isEligible(
  candidate: Candidate,
  { assignOnlyOnline }: Pick<TeamSettings, 'assignOnlyOnline'>,
): boolean {
  return hasRoom(candidate) && (candidate.status === 'online' || !assignOnlyOnline);
}

/**
 * Who gets a contact: of those who are eligible the one with the fewest open contacts, of equals
 * the one whose last assignment is the longest ago (AS3). Whoever has returned this contact by
 * hand is passed over. Null where nobody can take it.
 */
export function chooseMember(
  candidates: Iterable<Candidate>,
  declinedBy: readonly string[],
  settings: Pick<TeamSettings, 'assignOnlyOnline'>,
): Candidate | null {
  let chosen: Candidate | null = null;
  for (const candidate of candidates) {
    if (!isEligible(candidate, settings) || declinedBy.includes(candidate.memberId)) continue;
    if (chosen === null || comesBefore(candidate, chosen)) chosen = candidate;
  }
  return chosen;
}

function comesBefore(one: Candidate, other: Candidate): boolean {
  if (one.open !== other.open) return one.open < other.open;
  if (one.lastAssignment !== other.lastAssignment) return one.lastAssignment < other.lastAssignment;
  // Members who never had a contact are all alike; any order does, as long as it is one.
  return one.memberId < other.memberId;
}

/**
 * When a contact that its member has not accepted goes back to the queue (AS6): when the hold has
 * passed since they went Offline. Null where it stays: they are not Offline, or have been ever
 * since it was given to them. `givenOfflineSince` tells that Offline by its beginning rather than
 * by the time of the assignment, so that neither a clock that is set nor two things in one
 * millisecond confuse it. All in epoch milliseconds.
 */
export function goesBackAt(
  givenOfflineSince: number | null,
  { status, since }: Pick<MemberStatus, 'status' | 'since'>,
  { holdSeconds }: Pick<TeamSettings, 'holdSeconds'>,
  now: number,
): number | null {
  if (status !== 'offline' || since === givenOfflineSince) return null;
  // What lies in the future was before the clock was set back, nobody knows how long before.
  return since > now ? now : since + holdSeconds * 1000;
}
