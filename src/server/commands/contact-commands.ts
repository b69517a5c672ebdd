import type { z } from 'zod';
import type { Contact } from '../../shared/domain/contact.ts';
import {
  assignContactSchema,
  type Contacts,
  contactIdSchema,
  type Loads,
  type NewContact,
  newContactSchema,
} from '../../shared/protocol/contact-schemas.ts';
import { emptySchema } from '../../shared/protocol/schemas.ts';
import type { TeamAssignment } from '../assignment/team-assignment.ts';
import type { Caller, MemberCaller } from './caller.ts';
import type { Command } from './command.ts';
import type { KeyedRequest } from './keyed-request.ts';
import { MANAGERS, MEMBERS } from './who.ts';

/** Who asks for something to become of contacts. */
export type ContactAsker<C extends Caller = Caller> = {
  readonly caller: C;
  readonly contacts: TeamAssignment;
};

type ContactCommand<Request> = Command<Request, { contact: Contact }, ContactAsker>;
type OneContact = z.infer<typeof contactIdSchema>;

export const getContacts: Command<
  z.infer<typeof emptySchema>,
  Contacts,
  ContactAsker<MemberCaller>
> = {
  who: MEMBERS,
  request: emptySchema,
  run: ({ contacts, caller }) => contacts.contactsOf(caller.memberId),
};

export const getLoads: Command<z.infer<typeof emptySchema>, Loads, ContactAsker> = {
  who: MANAGERS,
  request: emptySchema,
  run: async ({ contacts }) => ({ loads: await contacts.loads() }),
};

export const putContact: Command<
  NewContact,
  { contact: Contact },
  ContactAsker & { readonly keyed: KeyedRequest | null }
> = {
  who: { ...MANAGERS, scope: 'contacts' },
  request: newContactSchema,
  run: async ({ contacts, caller, keyed }, contact) => ({
    contact: await contacts.put(contact, caller, keyed),
  }),
};

export const acceptContact: ContactCommand<OneContact> = {
  who: MEMBERS,
  request: contactIdSchema,
  run: async ({ contacts, caller }, { contactId }) => ({
    contact: await contacts.accept(contactId, caller),
  }),
};

export const returnContact: ContactCommand<OneContact> = {
  who: MEMBERS,
  request: contactIdSchema,
  run: async ({ contacts, caller }, { contactId }) => ({
    contact: await contacts.giveBack(contactId, caller),
  }),
};

export const closeContact: ContactCommand<OneContact> = {
  who: { ...MEMBERS, scope: 'contacts' },
  request: contactIdSchema,
  run: async ({ contacts, caller }, { contactId }) => ({
    contact: await contacts.close(contactId, caller),
  }),
};

export const assignContact: ContactCommand<z.infer<typeof assignContactSchema>> = {
  who: MANAGERS,
  request: assignContactSchema,
  run: async ({ contacts, caller }, { contactId, memberId }) => ({
    contact: await contacts.assign(contactId, memberId, caller),
  }),
};
