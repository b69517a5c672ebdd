import { isDeepStrictEqual } from 'node:util';
import type { AuditAction } from '../../shared/api/audit.ts';
import {
  type Candidate,
  chooseMember,
  goesBackAt,
  isEligible,
} from '../../shared/domain/assignment.ts';
import {
  type AssignedBy,
  type Contact,
  type ContactFacts,
  holderOf,
  type Queue,
  type ReturnReason,
} from '../../shared/domain/contact.ts';
import {
  type AcceptedContact,
  type AssignedContact,
  accepted,
  arrived,
  assigned,
  closed,
  returned,
} from '../../shared/domain/contact-steps.ts';
import { mayManage } from '../../shared/domain/member.ts';
import type { ContactNews } from '../../shared/protocol/contact-schemas.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { StatusesSeen } from '../presence/team-presence.ts';
import type { StoredMember } from '../store/accounts.ts';
import type { AuditActor, NewAuditEntry } from '../store/audit.ts';
import type { KeptContact } from '../store/contacts.ts';
import type { TeamChange } from '../store/store.ts';

/** Who asks for something to become of a contact. */
export type ContactActor =
  | { readonly kind: 'member'; readonly memberId: string }
  | { readonly kind: 'integration'; readonly integrationId: string; readonly name: string };

/** What has become of a contact. */
export type News = {
  readonly contact: Contact;
  readonly why: ContactNews;
  /** Whose it was and whose it is. */
  readonly memberIds: readonly string[];
};

type Step = {
  /** Null where the contact is new. */
  readonly from: Contact | null;
  readonly to: KeptContact;
  readonly why: ContactNews;
  readonly by: AuditActor;
};

/** How many waiting contacts are read at once. */
const PAGE = 100;

const EMPTY_QUEUE: Queue = { waiting: 0, oldestSince: null };

const SYSTEM: AuditActor = { kind: 'system' };

/** What is written down for the audit; an acceptance concerns nobody but the member. */
const AUDITED: Readonly<Record<ContactNews, AuditAction | null>> = {
  arrived: 'contact.added',
  assigned: 'contact.assigned',
  accepted: null,
  returned: 'contact.returned',
  closed: 'contact.closed',
};

/**
 * What happens to a team's contacts in one transaction. Whatever is asked for here looks before it
 * writes: where it throws a Refusal, nothing was changed, and the rest of the round goes on.
 */
export class Round {
  readonly #tx: TeamChange;
  readonly #seen: StatusesSeen;
  readonly #now: number;
  readonly #news: News[];
  readonly #audit: NewAuditEntry[] = [];
  readonly #latest = new Map<string, Contact>();

  /** `now` is in epoch milliseconds. To `news` is added what happens, in its order. */
  constructor(given: {
    readonly tx: TeamChange;
    readonly seen: StatusesSeen;
    readonly now: number;
    readonly news: News[];
  }) {
    this.#tx = given.tx;
    this.#seen = given.seen;
    this.#now = given.now;
    this.#news = given.news;
  }

  /** The contact as it stands. */
  latest(contactId: string): Contact {
    const contact = this.#latest.get(contactId);
    if (contact === undefined) throw new Error(`contact ${contactId} is not part of this round`);
    return contact;
  }

  /** @throws Refusal `forbidden`, `conflict` */
  async put(facts: ContactFacts, actor: ContactActor): Promise<void> {
    const { by, manages } = await this.#authority(actor);
    if (actor.kind === 'member' && !manages) {
      throw new Refusal('forbidden', 'Only managers and integrations put contacts in.');
    }
    const contact = arrived(facts);
    await this.#tx.contacts.add(contact);
    const to = { contact, declinedBy: [], givenOfflineSince: null };
    this.#note({ from: null, to, why: 'arrived', by });
  }

  /** @throws Refusal `not-found`, `forbidden`, `conflict` */
  async accept(contactId: string, actor: ContactActor): Promise<void> {
    const from = await this.#find(contactId);
    const { by, memberId } = await this.#authority(actor);
    const { contact } = from;
    if (contact.state === 'waiting') {
      throw new Refusal('conflict', 'This contact is back in the queue. Nobody has it now.');
    }
    if (contact.state === 'closed') {
      throw new Refusal('conflict', 'This contact is closed; there is nothing left to accept.');
    }
    if (contact.memberId !== memberId) {
      throw new Refusal('forbidden', 'Only the member whom a contact was given can accept it.');
    }
    if (contact.state === 'accepted') return;
    const to = { ...from, contact: accepted(contact, this.#now) };
    await this.#take({ from: contact, to, why: 'accepted', by });
  }

  /** @throws Refusal `not-found`, `forbidden`, `conflict` */
  async giveBack(contactId: string, actor: ContactActor): Promise<void> {
    const from = await this.#find(contactId);
    const { by, memberId, manages } = await this.#authority(actor);
    const { contact } = from;
    if (contact.state === 'waiting' && (manages || contact.returned?.memberId === memberId)) return;
    if (!manages && holderOf(contact) !== memberId) {
      throw new Refusal(
        'forbidden',
        'Only the member who has a contact, and managers, return it to the queue.',
      );
    }
    if (contact.state !== 'assigned' && contact.state !== 'accepted') {
      throw new Refusal('conflict', 'This contact is closed and cannot go back to the queue.');
    }
    await this.#return(from, contact, 'returned', by);
  }

  /** @throws Refusal `not-found`, `forbidden` */
  async close(contactId: string, actor: ContactActor): Promise<void> {
    const from = await this.#find(contactId);
    const { by, memberId, manages } = await this.#authority(actor);
    const { contact } = from;
    if (actor.kind === 'member' && !manages && holderOf(contact) !== memberId) {
      throw new Refusal('forbidden', 'Only the member who has a contact, and managers, close it.');
    }
    if (contact.state === 'closed') return;
    const to = { ...from, contact: closed(contact, this.#now) };
    await this.#take({ from: contact, to, why: 'closed', by });
  }

  /** @throws Refusal `not-found`, `forbidden`, `conflict` */
  async assign(contactId: string, memberId: string, actor: ContactActor): Promise<void> {
    const from = await this.#find(contactId);
    const { by, manages } = await this.#authority(actor);
    if (!manages) {
      throw new Refusal('forbidden', 'Only owners and managers assign contacts by hand.');
    }
    const { contact } = from;
    if (contact.state === 'closed') {
      throw new Refusal('conflict', 'This contact is closed and cannot be assigned any more.');
    }
    const member = await this.#memberOfTeam(memberId);
    if (member === null) throw new Refusal('not-found', 'There is no such member.');
    if (!member.active) {
      throw new Refusal(
        'conflict',
        `${member.name} is switched off. Assign the contact to somebody else.`,
      );
    }
    if (holderOf(contact) === memberId) return;
    await this.#assign(from, memberId, 'hand', by);
  }

  /**
   * Looks which of these news are true: their transaction failed, perhaps only after it was
   * committed. What stands is told to everyone whom any of the news of that contact concerns.
   */
  async confirm(doubtful: readonly News[]): Promise<void> {
    for (const [contactId, news] of Map.groupBy(doubtful, ({ contact }) => contact.contactId)) {
      const kept = await this.#tx.contacts.find(contactId);
      const last = news.findLast(({ contact }) => isDeepStrictEqual(contact, kept?.contact));
      if (last === undefined) continue;
      const memberIds = new Set(news.flatMap((one) => one.memberIds));
      this.#news.push({ ...last, memberIds: [...memberIds] });
    }
  }

  /**
   * Takes back what members cannot keep: what they have not accepted since they went Offline
   * (AS6), and everything of members who are switched off. Answers when to look again (epoch
   * milliseconds), null where nothing is due some time.
   */
  async takeBack(): Promise<number | null> {
    const { contacts, team } = this.#tx;
    let nextAt: number | null = null;
    const due: {
      kept: KeptContact;
      contact: AssignedContact | AcceptedContact;
      reason: ReturnReason;
    }[] = (await contacts.abandoned()).map((kept) => ({
      kept,
      contact: kept.contact,
      reason: 'left-team',
    }));
    const leaving = new Set(due.map(({ contact }) => contact.contactId));
    for (const kept of await contacts.unaccepted()) {
      const { contact } = kept;
      const status = this.#seen.get(contact.memberId)?.visible;
      if (status === undefined || leaving.has(contact.contactId)) continue;
      const at = goesBackAt(kept.givenOfflineSince, status, team.settings, this.#now);
      if (at === null) continue;
      if (at <= this.#now) due.push({ kept, contact, reason: 'offline' });
      else nextAt = Math.min(nextAt ?? at, at);
    }
    // Each goes to the very head, so the one that waited longest has to be the last.
    due.sort((one, other) => other.contact.arrivedAt - one.contact.arrivedAt);
    for (const { kept, contact, reason } of due) await this.#return(kept, contact, reason, SYSTEM);
    return nextAt;
  }

  /**
   * Gives out what waits, the oldest first, to whoever may have it (AS1, AS2, AS3), but no more
   * than so many at once. Answers the queue that is left, and whether somebody may have more of it.
   */
  async serve(most: number): Promise<{ readonly queue: Queue; readonly isCut: boolean }> {
    const { contacts, team } = this.#tx;
    let page = await contacts.waiting({ skip: 0, limit: PAGE });
    if (page.length === 0) return { queue: EMPTY_QUEUE, isCut: false };
    const candidates = await this.#candidates();
    let order = Math.max(0, ...[...candidates.values()].map((one) => one.lastAssignment));
    let served = 0;
    let skip = 0;
    const isDone = () =>
      served === most ||
      !candidates.values().some((candidate) => isEligible(candidate, team.settings));
    while (page.length > 0) {
      for (const kept of page) {
        if (isDone()) return { queue: await contacts.queue(), isCut: served === most };
        const member = chooseMember(candidates.values(), kept.declinedBy, team.settings);
        if (member === null) {
          skip += 1;
          continue;
        }
        await this.#assign(kept, member.memberId, 'queue', SYSTEM);
        served += 1;
        order += 1;
        const { memberId, open } = member;
        candidates.set(memberId, { ...member, open: open + 1, lastAssignment: order });
      }
      page = page.length < PAGE ? [] : await contacts.waiting({ skip, limit: PAGE });
    }
    return { queue: skip === 0 ? EMPTY_QUEUE : await contacts.queue(), isCut: false };
  }

  /** Writes down what has happened; the last thing in a round. */
  record(): Promise<void> {
    return this.#tx.audit.recordAll(this.#audit);
  }

  async #candidates(): Promise<Map<string, Candidate>> {
    const stored = await this.#tx.contacts.candidates();
    return new Map(
      stored.map((candidate) => {
        const status = this.#seen.get(candidate.memberId)?.visible.status ?? 'offline';
        return [candidate.memberId, { ...candidate, status }];
      }),
    );
  }

  async #find(contactId: string): Promise<KeptContact> {
    const kept = await this.#tx.contacts.find(contactId);
    if (kept === null) {
      throw new Refusal('not-found', 'There is no such contact, or it was closed long ago.');
    }
    this.#latest.set(contactId, kept.contact);
    return kept;
  }

  /** What whoever asks may do: `manages` with contacts of others, too. */
  async #authority(actor: ContactActor): Promise<{
    readonly by: AuditActor;
    readonly memberId: string | null;
    readonly manages: boolean;
  }> {
    if (actor.kind === 'integration') {
      const by = { kind: actor.kind, id: actor.integrationId, name: actor.name };
      return { by, memberId: null, manages: false };
    }
    const member = await this.#memberOfTeam(actor.memberId);
    if (!member?.active) {
      throw new Refusal('unauthorized', 'You are not a member of this team any more.');
    }
    const { memberId, name, role } = member;
    return { by: { kind: 'member', id: memberId, name }, memberId, manages: mayManage(role) };
  }

  async #memberOfTeam(memberId: string): Promise<StoredMember | null> {
    const member = await this.#tx.members.find(memberId);
    return member?.teamId === this.#tx.team.teamId ? member : null;
  }

  async #assign(
    from: KeptContact,
    memberId: string,
    assignedBy: AssignedBy,
    by: AuditActor,
  ): Promise<void> {
    const status = this.#seen.get(memberId)?.visible;
    const to = {
      ...from,
      contact: assigned(from.contact, memberId, assignedBy, this.#now),
      givenOfflineSince: status?.status === 'offline' ? status.since : null,
    };
    await this.#take({ from: from.contact, to, why: 'assigned', by });
  }

  async #return(
    { declinedBy }: KeptContact,
    contact: AssignedContact | AcceptedContact,
    reason: ReturnReason,
    by: AuditActor,
  ): Promise<void> {
    const to = {
      contact: returned(contact, reason, this.#now),
      declinedBy:
        reason === 'returned' ? [...new Set([...declinedBy, contact.memberId])] : declinedBy,
      givenOfflineSince: null,
    };
    await this.#take({ from: contact, to, why: 'returned', by });
  }

  async #take(step: Step): Promise<void> {
    const { to, why } = step;
    await this.#tx.contacts.save(to);
    if (why === 'assigned' || why === 'returned') {
      const { contact } = to;
      await this.#tx.outbox.add({ event: `contact.${why}`, at: this.#now, contact });
    }
    this.#note(step);
  }

  #note({ from, to: { contact }, why, by }: Step): void {
    this.#latest.set(contact.contactId, contact);
    const holders = [from, contact]
      .map((one) => (one === null ? null : holderOf(one)))
      .filter((holder) => holder !== null);
    this.#news.push({ contact, why, memberIds: [...new Set(holders)] });
    const action = AUDITED[why];
    if (action === null) return;
    this.#audit.push({
      at: this.#now,
      actor: by,
      action,
      // Not the customer's name: the record outlives the contact.
      subject: { id: contact.contactId, name: contact.externalId ?? contact.contactId },
      before: from === null ? null : standing(from),
      after: standing(contact),
    });
  }
}

function standing(contact: Contact) {
  return {
    state: contact.state,
    memberId: holderOf(contact),
    ...(contact.state === 'waiting' && contact.returned !== null
      ? { reason: contact.returned.reason }
      : {}),
  };
}
