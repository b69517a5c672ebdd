import {
  type Contact,
  holderOf,
  isOpen,
  type OpenContact,
  type Queue,
} from '../../shared/domain/contact.ts';
import type { Welcome } from '../../shared/protocol/schemas.ts';

/** What a device knows of its team's contacts. */
export type KnownContacts = {
  /** The own open ones, the latest assigned first. */
  readonly mine: readonly OpenContact[];
  readonly queue: Queue;
  /** Another number with all that is told of contacts: what waits may be something else now. */
  readonly revision: number;
};

/** What a welcome tells; null where the server does not have contacts. */
export function contactsOf(
  { contacts, queue, self }: Pick<Welcome, 'contacts' | 'queue' | 'self'>,
  before: KnownContacts | null,
): KnownContacts | null {
  if (contacts === undefined || queue === undefined) return null;
  const mine = contacts.filter((contact) => isOf(contact, self.memberId)).sort(latestFirst);
  return { mine, queue, revision: (before?.revision ?? 0) + 1 };
}

/** What is known once a contact has become what it is now, whoever has it. */
export function afterContact(
  known: KnownContacts,
  contact: Contact,
  memberId: string,
): KnownContacts {
  const others = known.mine.filter(({ contactId }) => contactId !== contact.contactId);
  const mine = isOf(contact, memberId) ? [...others, contact].sort(latestFirst) : others;
  return { ...known, mine, revision: known.revision + 1 };
}

/** What is known once the queue is another one. */
export function afterQueue(known: KnownContacts, queue: Queue): KnownContacts {
  return { ...known, queue, revision: known.revision + 1 };
}

function isOf(contact: Contact, memberId: string): contact is OpenContact {
  return isOpen(contact) && holderOf(contact) === memberId;
}

function latestFirst(a: OpenContact, b: OpenContact): number {
  return b.assignedAt - a.assignedAt;
}
