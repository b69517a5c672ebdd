import type { AssignedBy, Contact, ContactFacts, ContactState, ReturnReason } from './contact.ts';

type In<S extends ContactState['state']> = Extract<Contact, { readonly state: S }>;
export type WaitingContact = In<'waiting'>;
export type AssignedContact = In<'assigned'>;
export type AcceptedContact = In<'accepted'>;
export type ClosedContact = In<'closed'>;

// The steps of a contact's life. `at` is in epoch milliseconds.

export function arrived(facts: ContactFacts): WaitingContact {
  return { ...facts, state: 'waiting', returned: null };
}

export function assigned(
  contact: Contact,
  memberId: string,
  assignedBy: AssignedBy,
  at: number,
): AssignedContact {
  return { ...factsOf(contact), state: 'assigned', memberId, assignedAt: at, assignedBy };
}

export function accepted(contact: AssignedContact, at: number): AcceptedContact {
  const { memberId, assignedAt } = contact;
  return { ...factsOf(contact), state: 'accepted', memberId, assignedAt, acceptedAt: at };
}

export function returned(
  contact: AssignedContact | AcceptedContact,
  reason: ReturnReason,
  at: number,
): WaitingContact {
  const { memberId } = contact;
  return { ...factsOf(contact), state: 'waiting', returned: { reason, memberId, at } };
}

export function closed(contact: Contact, at: number): ClosedContact {
  const memberId = contact.state === 'waiting' ? null : contact.memberId;
  return { ...factsOf(contact), state: 'closed', memberId, closedAt: at };
}

function factsOf(contact: Contact): ContactFacts {
  const { contactId, customer, subject, channel, externalId, link, arrivedAt } = contact;
  return { contactId, customer, subject, channel, externalId, link, arrivedAt };
}
