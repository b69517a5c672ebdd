import type { Candidate } from '../../shared/domain/assignment.ts';
import type { Contact, ContactState, Queue } from '../../shared/domain/contact.ts';
import type {
  AcceptedContact,
  AssignedContact,
  WaitingContact,
} from '../../shared/domain/contact-steps.ts';

/** A contact with what only the queue has to know of it. */
export type KeptContact<C extends Contact = Contact> = {
  readonly contact: C;
  /** Who has returned it by hand. The queue does not give it to them again. */
  readonly declinedBy: readonly string[];
  /**
   * Since when (epoch milliseconds) its member had been Offline when it was given to them; null
   * where they were not.
   */
  readonly givenOfflineSince: number | null;
};

export type ContactQuery = {
  /** Only those in one of these states; all where it is left out. */
  readonly states?: readonly ContactState['state'][] | undefined;
  /** Only those that come after this one in the list. */
  readonly after?: Pick<Contact, 'contactId' | 'arrivedAt'> | undefined;
  readonly limit: number;
};

/** A team's contacts as everyone may read them. */
export interface ContactReader {
  find(teamId: string, contactId: string): Promise<Contact | null>;
  /** Each member's open ones, the latest assigned first. */
  open(teamId: string): Promise<ReadonlyMap<string, readonly Contact[]>>;
  /** What waits, in the order in which it is served. */
  waiting(teamId: string, limit: number): Promise<readonly WaitingContact[]>;
  /** The same behind a place in the queue, each with its own; what stays in the queue keeps its place. */
  waitingBehind(
    teamId: string,
    place: number | null,
    limit: number,
  ): Promise<readonly { readonly contact: Contact; readonly place: number }[]>;
  queue(teamId: string): Promise<Queue>;
  /** How many each member has open; who has none is left out. */
  openCounts(teamId: string): Promise<ReadonlyMap<string, number>>;
  /** Whether there is any contact that is not closed. */
  anyOpen(teamId: string): Promise<boolean>;
  /** The latest arrived first. */
  list(teamId: string, query: ContactQuery): Promise<readonly Contact[]>;
}

/** Who may be given contacts, without their status, which the store does not know. */
export type StoredCandidate = Omit<Candidate, 'status'>;

/** The contacts of one team, within a transaction in which nobody else changes them. */
export interface ContactWriter {
  find(contactId: string): Promise<KeptContact | null>;
  /** At most `limit` of those that wait, in the order in which they are served, without the first `skip`. */
  waiting(query: {
    readonly skip: number;
    readonly limit: number;
  }): Promise<readonly KeptContact<WaitingContact>[]>;
  queue(): Promise<Queue>;
  /** All active members. */
  candidates(): Promise<readonly StoredCandidate[]>;
  /** Those that are assigned but not accepted. */
  unaccepted(): Promise<readonly KeptContact<AssignedContact>[]>;
  /** Open ones of members who are switched off. */
  abandoned(): Promise<readonly KeptContact<AssignedContact | AcceptedContact>[]>;

  /**
   * Puts a new one at the end of the queue.
   * @throws Refusal `conflict` where one that is not closed has the same external id; nothing was changed then.
   */
  add(contact: WaitingContact): Promise<void>;
  /**
   * Keeps what has become of a contact. One that waits again goes to the head of the queue; one
   * that is assigned is its member's latest assignment.
   */
  save(kept: KeptContact): Promise<void>;
}
