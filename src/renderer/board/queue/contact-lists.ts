import { type Contact, isOpen } from '../../../shared/domain/contact.ts';
import type { ContactEvent } from '../../../shared/protocol/contact-schemas.ts';

/** The beginning of a list of contacts. */
export type ContactList = {
  readonly items: readonly Contact[];
  /** There are more, which are not known. */
  readonly isCut: boolean;
};

/** What a team's managers see to: the queue as it is served, and what members have, the latest first. */
export type ContactLists = { readonly waiting: ContactList; readonly open: ContactList };

/**
 * The lists after something has become of a contact. To be told the same twice is as good as once,
 * and so is what the lists know already.
 */
export function afterNews(
  { waiting, open }: ContactLists,
  { contact }: ContactEvent,
): ContactLists {
  return {
    waiting: { ...waiting, items: waitingAfter(waiting, contact) },
    open: { ...open, items: openAfter(open, contact) },
  };
}

/** New ones come to the end, those that come back to the head (AS1, AS6). */
function waitingAfter({ items, isCut }: ContactList, contact: Contact): readonly Contact[] {
  const known = items.find(sameAs(contact));
  if (contact.state === 'waiting') {
    const cameBackAt = contact.returned?.at;
    if (known?.state === 'waiting' && known.returned?.at === cameBackAt) return items;
    if (cameBackAt === undefined) return isCut ? items : [...items, contact];
  }
  const others = known === undefined ? items : items.filter((item) => item !== known);
  return contact.state === 'waiting' ? [contact, ...others] : others;
}

function openAfter({ items, isCut }: ContactList, contact: Contact): readonly Contact[] {
  const others = items.some(sameAs(contact))
    ? items.filter((item) => !sameAs(contact)(item))
    : items;
  if (!isOpen(contact)) return others;
  const at = others.findIndex((other) => isLater(contact, other));
  if (at >= 0) return others.toSpliced(at, 0, contact);
  return isCut ? others : [...others, contact];
}

function sameAs({ contactId }: Contact): (other: Contact) => boolean {
  return (other) => other.contactId === contactId;
}

function isLater(one: Contact, other: Contact): boolean {
  if (one.arrivedAt !== other.arrivedAt) return one.arrivedAt > other.arrivedAt;
  return one.contactId > other.contactId;
}
