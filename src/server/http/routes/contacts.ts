import { z } from 'zod';
import {
  assignmentSchema,
  type ContactFilter,
  contactsPageSchema,
  contactsQuerySchema,
} from '../../../shared/api/contacts.ts';
import { assertNever } from '../../../shared/domain/assert-never.ts';
import { type Contact, type ContactState, holderOf } from '../../../shared/domain/contact.ts';
import { mayManage } from '../../../shared/domain/member.ts';
import {
  contactSchema,
  contactsAnswerSchema,
  newContactSchema,
} from '../../../shared/protocol/contact-schemas.ts';
import { Refusal } from '../../../shared/protocol/errors.ts';
import { epochMs, id } from '../../../shared/protocol/fields.ts';
import type { Assignment } from '../../assignment/assignment.ts';
import type { Caller } from '../../commands/caller.ts';
import {
  acceptContact,
  assignContact,
  closeContact,
  getContacts,
  putContact,
  returnContact,
} from '../../commands/contact-commands.ts';
import { MANAGERS, MEMBERS } from '../../commands/who.ts';
import type { Store } from '../../store/store.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { ADA } from './examples.ts';

const facts = {
  contactId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  customer: 'Grace Hopper',
  subject: 'The invoice of March',
  channel: 'chat',
  externalId: 'chat-4711',
  link: 'https://desk.example.com/chats/4711',
  arrivedAt: ADA.at,
};
const waiting = { ...facts, state: 'waiting', returned: null } as const;
const given = { ...facts, memberId: ADA.memberId, assignedAt: ADA.at + 1_000 };
const assigned = { ...given, state: 'assigned', assignedBy: 'queue' } as const;
const accepted = { ...given, state: 'accepted', acceptedAt: ADA.at + 5_000 } as const;
const closed = {
  ...facts,
  state: 'closed',
  memberId: ADA.memberId,
  closedAt: ADA.at + 600_000,
} as const;
const contactParams = z.strictObject({ contactId: id });
const TAG = 'Contacts';

/** Where a list goes on: in the queue behind a place, elsewhere after the contact before. */
const queueCursor = z.strictObject({ place: z.int() });
const listCursor = z.strictObject({ contactId: id, arrivedAt: epochMs });

type ContactsDependencies = {
  readonly store: Store;
  readonly assignment: Pick<Assignment, 'team'>;
};

export function contactsRoutes({ store, assignment }: ContactsDependencies): readonly Route[] {
  const askerOf = <C extends Caller>(caller: C) => ({
    caller,
    contacts: assignment.team(caller.teamId),
  });
  return [
    route({
      method: 'POST',
      path: '/contacts',
      name: 'createContact',
      byLead: true,
      summary: 'Put a customer who waits into the queue',
      description:
        'It is given to a member at once where somebody can take it; the answer says to whom. Of contacts that are not closed each has an `externalId` of its own.',
      tag: TAG,
      who: putContact.who,
      body: newContactSchema,
      answer: contactSchema,
      creates: { holdsSecret: false },
      refusals: ['conflict'],
      example: {
        body: {
          customer: facts.customer,
          subject: facts.subject,
          channel: facts.channel,
          externalId: facts.externalId,
          link: facts.link,
        },
        answer: assigned,
      },
      run: async ({ caller, body, keyed }) =>
        (await putContact.run({ ...askerOf(caller), keyed }, body)).contact,
    }),
    route({
      method: 'GET',
      path: '/contacts',
      name: 'listContacts',
      summary: 'The contacts of the team',
      description:
        'Waiting ones in the order in which they are served, others the latest arrived first. `open` are those that somebody has. Closed ones are kept for 90 days.',
      tag: TAG,
      who: { ...MANAGERS, scope: 'contacts' },
      query: contactsQuerySchema,
      answer: contactsPageSchema,
      example: { answer: { items: [accepted], next: null } },
      run: async ({ caller, query: { state, cursor, limit } }) => {
        if (state === 'waiting') {
          const behind = cursor === undefined ? null : readCursor(queueCursor, cursor).place;
          const found = await store.read.contacts.waitingBehind(caller.teamId, behind, limit + 1);
          const page = found.slice(0, limit);
          const place = page.at(-1)?.place;
          const isMore = found.length > limit && place !== undefined;
          return {
            items: page.map(({ contact }) => contact),
            next: isMore ? writeCursor({ place }) : null,
          };
        }
        const found = await store.read.contacts.list(caller.teamId, {
          states: statesOf(state),
          after: cursor === undefined ? undefined : readCursor(listCursor, cursor),
          limit: limit + 1,
        });
        const items = found.slice(0, limit);
        const last = items.at(-1);
        const isMore = found.length > limit && last !== undefined;
        const { contactId, arrivedAt } = last ?? facts;
        return { items, next: isMore ? writeCursor({ contactId, arrivedAt }) : null };
      },
    }),
    route({
      method: 'GET',
      path: '/me/contacts',
      name: 'listOwnContacts',
      byLead: true,
      summary: 'The contacts you have, and what waits',
      tag: TAG,
      who: getContacts.who,
      answer: contactsAnswerSchema,
      example: {
        answer: {
          mine: [accepted],
          waiting: [waiting],
          queue: { waiting: 1, oldestSince: ADA.at },
        },
      },
      run: ({ caller }) => getContacts.run(askerOf(caller), {}),
    }),
    route({
      method: 'GET',
      path: '/contacts/:contactId',
      name: 'getContact',
      summary: 'One contact',
      description: 'Agents see those that wait and those they have.',
      tag: TAG,
      who: { ...MEMBERS, scope: 'contacts' },
      params: contactParams,
      answer: contactSchema,
      refusals: ['not-found'],
      example: { answer: assigned },
      run: async ({ caller, params }) => {
        const contact = await store.read.contacts.find(caller.teamId, params.contactId);
        if (contact !== null && maySee(caller, contact)) return contact;
        throw new Refusal('not-found', 'There is no such contact.');
      },
    }),
    route({
      method: 'POST',
      path: '/contacts/:contactId/accept',
      name: 'acceptContact',
      byLead: true,
      summary: 'Take a contact that was given to you',
      tag: TAG,
      who: acceptContact.who,
      params: contactParams,
      answer: contactSchema,
      refusals: ['not-found', 'conflict'],
      example: { answer: accepted },
      run: async ({ caller, params }) => (await acceptContact.run(askerOf(caller), params)).contact,
    }),
    route({
      method: 'POST',
      path: '/contacts/:contactId/return',
      name: 'returnContact',
      byLead: true,
      summary: 'Put a contact back at the head of the queue',
      description:
        'Its member may, and owners and managers. The queue does not give it to that member again.',
      tag: TAG,
      who: returnContact.who,
      params: contactParams,
      answer: contactSchema,
      refusals: ['not-found', 'conflict'],
      example: {
        answer: {
          ...waiting,
          returned: { reason: 'returned', memberId: ADA.memberId, at: ADA.at + 60_000 },
        },
      },
      run: async ({ caller, params }) => (await returnContact.run(askerOf(caller), params)).contact,
    }),
    route({
      method: 'POST',
      path: '/contacts/:contactId/close',
      name: 'closeContact',
      byLead: true,
      summary: 'Say that a contact is done, or has gone',
      tag: TAG,
      who: closeContact.who,
      params: contactParams,
      answer: contactSchema,
      refusals: ['not-found'],
      example: { answer: closed },
      run: async ({ caller, params }) => (await closeContact.run(askerOf(caller), params)).contact,
    }),
    route({
      method: 'POST',
      path: '/contacts/:contactId/assign',
      name: 'assignContact',
      byLead: true,
      summary: 'Give a contact to a member by hand',
      description: 'To anyone who is not switched off, whatever their status and capacity.',
      tag: TAG,
      who: assignContact.who,
      params: contactParams,
      body: assignmentSchema,
      answer: contactSchema,
      refusals: ['not-found', 'conflict'],
      example: { body: { memberId: ADA.memberId }, answer: { ...assigned, assignedBy: 'hand' } },
      run: async ({ caller, params, body }) =>
        (await assignContact.run(askerOf(caller), { ...params, ...body })).contact,
    }),
  ];
}

function statesOf(
  filter: Exclude<ContactFilter, 'waiting'> | undefined,
): readonly ContactState['state'][] | undefined {
  switch (filter) {
    case undefined:
      return undefined;
    case 'open':
      return ['assigned', 'accepted'];
    case 'assigned':
    case 'accepted':
    case 'closed':
      return [filter];
    default:
      return assertNever(filter);
  }
}

function maySee(caller: Caller, contact: Contact): boolean {
  if (caller.kind === 'integration' || mayManage(caller.role)) return true;
  return contact.state === 'waiting' || holderOf(contact) === caller.memberId;
}
