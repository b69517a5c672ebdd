import type { AuditAction } from '../../shared/api/audit.ts';
import type { TeamEvent } from '../../shared/api/webhook-events.ts';
import {
  type AssignedBy,
  type Contact,
  holderOf,
  type ReturnReason,
} from '../../shared/domain/contact.ts';
import {
  type AcceptedContact,
  type AssignedContact,
  accepted,
  assigned,
  closed,
  returned,
  type WaitingContact,
} from '../../shared/domain/contact-steps.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';
import type { ContactNews } from '../../shared/protocol/contact-schemas.ts';
import type { StatusesSeen } from '../presence/team-presence.ts';
import type { AuditActor, NewAuditEntry } from '../store/audit.ts';
import type { KeptContact } from '../store/contacts.ts';
import type { TeamChange } from '../store/store.ts';

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

/** What is written down for the audit; an acceptance concerns nobody but the member. */
const AUDITED: Readonly<Record<ContactNews, AuditAction | null>> = {
  arrived: 'contact.added',
  assigned: 'contact.assigned',
  accepted: null,
  returned: 'contact.returned',
  closed: 'contact.closed',
};

/**
 * Takes the steps of a team's contacts in one transaction, and keeps account of them for those who
 * are to be told and for the audit. Whether a step may be taken is decided before.
 */
export class Ledger {
  readonly tx: TeamChange;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly #seen: StatusesSeen;
  readonly #news: News[];
  readonly #audit: NewAuditEntry[] = [];
  readonly #events: TeamEvent[] = [];
  readonly #latest = new Map<string, Contact>();

  /** To `news` is added what happens, in its order. */
  constructor(given: {
    readonly tx: TeamChange;
    readonly seen: StatusesSeen;
    readonly now: number;
    readonly news: News[];
  }) {
    this.tx = given.tx;
    this.now = given.now;
    this.#seen = given.seen;
    this.#news = given.news;
  }

  /** A member's status, which stands until the transaction is over; undefined where presence does not know them. */
  statusOf(memberId: string): MemberStatus | undefined {
    return this.#seen.get(memberId)?.visible;
  }

  async find(contactId: string): Promise<KeptContact | null> {
    const kept = await this.tx.contacts.find(contactId);
    if (kept !== null) this.#latest.set(contactId, kept.contact);
    return kept;
  }

  /** A contact that was found or has taken a step, as it stands. */
  latest(contactId: string): Contact {
    const contact = this.#latest.get(contactId);
    if (contact === undefined) throw new Error(`contact ${contactId} was not looked for`);
    return contact;
  }

  /** @throws Refusal `conflict` where an open one has its external id; nothing was changed then. */
  async add(contact: WaitingContact, by: AuditActor): Promise<void> {
    await this.tx.contacts.add(contact);
    const to = { contact, declinedBy: [], givenOfflineSince: null };
    this.#note({ from: null, to, why: 'arrived', by });
  }

  async assign(
    from: KeptContact,
    memberId: string,
    how: AssignedBy,
    by: AuditActor,
  ): Promise<void> {
    const status = this.statusOf(memberId);
    const to = {
      ...from,
      contact: assigned(from.contact, memberId, how, this.now),
      givenOfflineSince: status?.status === 'offline' ? status.since : null,
    };
    await this.#take({ from: from.contact, to, why: 'assigned', by });
  }

  async accept(from: KeptContact, contact: AssignedContact, by: AuditActor): Promise<void> {
    const to = { ...from, contact: accepted(contact, this.now) };
    await this.#take({ from: contact, to, why: 'accepted', by });
  }

  async putBack(
    { declinedBy }: KeptContact,
    contact: AssignedContact | AcceptedContact,
    reason: ReturnReason,
    by: AuditActor,
  ): Promise<void> {
    const to = {
      contact: returned(contact, reason, this.now),
      declinedBy:
        reason === 'returned' ? [...new Set([...declinedBy, contact.memberId])] : declinedBy,
      givenOfflineSince: null,
    };
    await this.#take({ from: contact, to, why: 'returned', by });
  }

  async close(from: KeptContact, by: AuditActor): Promise<void> {
    const to = { ...from, contact: closed(from.contact, this.now) };
    await this.#take({ from: from.contact, to, why: 'closed', by });
  }

  /** Adds what was found to be so without a step of this transaction. */
  tell(news: News): void {
    this.#news.push(news);
  }

  /** Writes the audit of all steps, and what webhooks are told of them; the last thing to do. */
  async finish(): Promise<void> {
    await this.tx.audit.recordAll(this.#audit);
    await this.tx.outbox.addAll(this.#events);
  }

  async #take(step: Step): Promise<void> {
    await this.tx.contacts.save(step.to);
    this.#note(step);
  }

  #note({ from, to: { contact }, why, by }: Step): void {
    this.#latest.set(contact.contactId, contact);
    const holders = [from, contact]
      .map((one) => (one === null ? null : holderOf(one)))
      .filter((holder) => holder !== null);
    this.#news.push({ contact, why, memberIds: [...new Set(holders)] });
    if (why === 'assigned' || why === 'returned') {
      this.#events.push({ event: `contact.${why}`, at: this.now, contact });
    }
    const action = AUDITED[why];
    if (action === null) return;
    this.#audit.push({
      at: this.now,
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
