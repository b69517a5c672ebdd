import { z } from 'zod';
import type { OwnContactView } from '../../shared/bridge/contacts.ts';
import type { AppView } from '../../shared/bridge/view.ts';
import { CONTACT_ACTS, type ContactAct } from '../../shared/domain/contact.ts';
import { epochMs } from '../../shared/protocol/fields.ts';

const reportedContactSchema = z.object({
  contactId: z.string(),
  customer: z.string(),
  subject: z.string().nullable(),
  channel: z.string().nullable(),
  link: z.string().nullable(),
  state: z.enum(['assigned', 'accepted']),
  arrivedAt: epochMs,
  assignedAt: epochMs,
});
export type ReportedContact = z.infer<typeof reportedContactSchema>;

/** The own contacts and the queue as scripts read them. Times are epoch milliseconds. */
export const contactsReportSchema = z.object({
  signedIn: z.boolean(),
  connected: z.boolean(),
  /** Null where it is not known live (PR9), or the server does not have contacts. */
  live: z
    .object({
      waiting: z.int().min(0),
      oldestSince: epochMs.nullable(),
      mine: z.array(reportedContactSchema),
    })
    .nullable(),
});
export type ContactsReport = z.infer<typeof contactsReportSchema>;

/** What was done with which contact. */
export const contactDoneSchema = z.object({ act: z.enum(CONTACT_ACTS), customer: z.string() });
export type ContactDone = z.infer<typeof contactDoneSchema>;

/** Why it is not clear which contact is meant. */
export const UNCLEAR_CONTACTS = ['no-contacts', 'none', 'several'] as const;
export type UnclearContact = (typeof UNCLEAR_CONTACTS)[number];

/** What is known of contacts. */
export function contactsReport(view: AppView): ContactsReport {
  if (view.kind === 'signed-out') return { signedIn: false, connected: false, live: null };
  const { connection, contacts } = view;
  const queue = contacts?.queue ?? null;
  return {
    signedIn: true,
    connected: connection.kind === 'connected',
    live: contacts === null || queue === null ? null : { ...queue, mine: [...contacts.mine] },
  };
}

/**
 * The contact that somebody means who names it, by its id or the beginning of that, or who names
 * none because only one comes into question.
 */
export function meantContact(
  view: Extract<AppView, { kind: 'team' }>,
  act: ContactAct,
  named: string | undefined,
): OwnContactView | UnclearContact {
  if (view.contacts === null) return 'no-contacts';
  const fitting = view.contacts.mine.filter(
    ({ contactId, state }) => fits(act, state) && contactId.startsWith(named ?? ''),
  );
  const exact = fitting.find(({ contactId }) => contactId === named);
  const [first, ...others] = fitting;
  if (first === undefined) return 'none';
  return exact ?? (others.length === 0 ? first : 'several');
}

function fits(act: ContactAct, state: OwnContactView['state']): boolean {
  switch (act) {
    case 'accept':
      return state === 'assigned';
    case 'close':
      return state === 'accepted';
    case 'return':
      return true;
  }
}
