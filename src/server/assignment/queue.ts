import { isDeepStrictEqual } from 'node:util';
import {
  type Candidate,
  chooseMember,
  goesBackAt,
  isEligible,
} from '../../shared/domain/assignment.ts';
import type { Queue, ReturnReason } from '../../shared/domain/contact.ts';
import type { AcceptedContact, AssignedContact } from '../../shared/domain/contact-steps.ts';
import type { AuditActor } from '../store/audit.ts';
import type { KeptContact } from '../store/contacts.ts';
import type { Ledger, News } from './ledger.ts';

/** How many waiting contacts are read at once. */
const PAGE = 100;

const SYSTEM: AuditActor = { kind: 'system' };

export const EMPTY_QUEUE: Queue = { waiting: 0, oldestSince: null };

/**
 * Takes back what members cannot keep: what they have not accepted since they went Offline (AS6),
 * and everything of members who are switched off. Answers when to look again (epoch milliseconds),
 * null where nothing is due some time.
 */
export async function takeBack(ledger: Ledger): Promise<number | null> {
  const { contacts, team } = ledger.tx;
  let nextAt: number | null = null;
  type Due = KeptContact<AssignedContact | AcceptedContact> & { readonly reason: ReturnReason };
  const due: Due[] = (await contacts.abandoned()).map((kept) => ({ ...kept, reason: 'left-team' }));
  const leaving = new Set(due.map(({ contact }) => contact.contactId));
  for (const kept of await contacts.unaccepted()) {
    const status = ledger.statusOf(kept.contact.memberId);
    if (status === undefined || leaving.has(kept.contact.contactId)) continue;
    const at = goesBackAt(kept.givenOfflineSince, status, team.settings, ledger.now);
    if (at === null) continue;
    if (at <= ledger.now) due.push({ ...kept, reason: 'offline' });
    else nextAt = Math.min(nextAt ?? at, at);
  }
  // Each goes to the very head, so the one that waited longest has to be the last.
  due.sort((one, other) => other.contact.arrivedAt - one.contact.arrivedAt);
  for (const kept of due) await ledger.putBack(kept, kept.contact, kept.reason, SYSTEM);
  return nextAt;
}

/**
 * Gives out what waits, the oldest first, to whoever may have it (AS1, AS2, AS3), but no more than
 * so many at once. Answers the queue that is left, and whether somebody may have more of it.
 */
export async function serve(
  ledger: Ledger,
  most: number,
): Promise<{ readonly queue: Queue; readonly isCut: boolean }> {
  const { contacts, team } = ledger.tx;
  let page = await contacts.waiting({ skip: 0, limit: PAGE });
  if (page.length === 0) return { queue: EMPTY_QUEUE, isCut: false };
  const candidates = await candidatesOf(ledger);
  let order = Math.max(0, ...[...candidates.values()].map((one) => one.lastAssignment));
  let served = 0;
  let skip = 0;
  const isAnybodyEligible = () =>
    candidates.values().some((candidate) => isEligible(candidate, team.settings));
  while (page.length > 0) {
    for (const kept of page) {
      if (served === most) return { queue: await contacts.queue(), isCut: true };
      if (!isAnybodyEligible()) return { queue: await contacts.queue(), isCut: false };
      const member = chooseMember(candidates.values(), kept.declinedBy, team.settings);
      if (member === null) {
        skip += 1;
        continue;
      }
      await ledger.assign(kept, member.memberId, 'queue', SYSTEM);
      served += 1;
      order += 1;
      const { memberId, open } = member;
      candidates.set(memberId, { ...member, open: open + 1, lastAssignment: order });
    }
    page = page.length < PAGE ? [] : await contacts.waiting({ skip, limit: PAGE });
  }
  return { queue: skip === 0 ? EMPTY_QUEUE : await contacts.queue(), isCut: false };
}

/**
 * Looks which of these news are true: their transaction failed, perhaps only after it was
 * committed. What stands is told to everyone whom any of the news of that contact concerns.
 */
export async function confirm(ledger: Ledger, doubtful: readonly News[]): Promise<void> {
  for (const [contactId, news] of Map.groupBy(doubtful, ({ contact }) => contact.contactId)) {
    const kept = await ledger.tx.contacts.find(contactId);
    const last = news.findLast(({ contact }) => isDeepStrictEqual(contact, kept?.contact));
    if (last === undefined) continue;
    const memberIds = new Set(news.flatMap((one) => one.memberIds));
    ledger.tell({ ...last, memberIds: [...memberIds] });
  }
}

async function candidatesOf(ledger: Ledger): Promise<Map<string, Candidate>> {
  const stored = await ledger.tx.contacts.candidates();
  return new Map(
    stored.map((candidate) => {
      const status = ledger.statusOf(candidate.memberId)?.status ?? 'offline';
      return [candidate.memberId, { ...candidate, status }];
    }),
  );
}
