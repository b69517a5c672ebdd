import { z } from 'zod';
import { ASSIGNED_BY, CONTACT_TEXT, RETURN_REASONS } from '../domain/contact.ts';
import { epochMs, id, line, webUrl } from './fields.ts';

/** What puts a contact in: who waits, and what is known of it. */
export const newContactSchema = z.strictObject({
  customer: line(CONTACT_TEXT.customer),
  subject: line(CONTACT_TEXT.subject).optional(),
  channel: line(CONTACT_TEXT.channel).optional(),
  externalId: line(CONTACT_TEXT.externalId).optional(),
  link: webUrl(CONTACT_TEXT.link).optional(),
});
export type NewContact = z.infer<typeof newContactSchema>;

export const contactIdSchema = z.strictObject({ contactId: id });
export const assignContactSchema = z.strictObject({ contactId: id, memberId: id });

const contactFields = {
  contactId: id,
  customer: z.string(),
  subject: z.string().nullable(),
  channel: z.string().nullable(),
  externalId: z.string().nullable(),
  link: z.string().nullable(),
  arrivedAt: epochMs,
};
const returnSchema = z.object({ reason: z.enum(RETURN_REASONS), memberId: id, at: epochMs });

export const contactSchema = z.discriminatedUnion('state', [
  z.object({ ...contactFields, state: z.literal('waiting'), returned: returnSchema.nullable() }),
  z.object({
    ...contactFields,
    state: z.literal('assigned'),
    memberId: id,
    assignedAt: epochMs,
    assignedBy: z.enum(ASSIGNED_BY),
  }),
  z.object({
    ...contactFields,
    state: z.literal('accepted'),
    memberId: id,
    assignedAt: epochMs,
    acceptedAt: epochMs,
  }),
  z.object({
    ...contactFields,
    state: z.literal('closed'),
    memberId: id.nullable(),
    closedAt: epochMs,
  }),
]);

/** What has become of a contact when its `contact` event tells of it. */
export const CONTACT_NEWS = ['arrived', 'assigned', 'accepted', 'returned', 'closed'] as const;
export type ContactNews = (typeof CONTACT_NEWS)[number];

export const contactEventSchema = z.object({ contact: contactSchema, why: z.enum(CONTACT_NEWS) });
export type ContactEvent = z.infer<typeof contactEventSchema>;
export const contactAnswerSchema = z.object({ contact: contactSchema });

export const queueSchema = z.object({
  waiting: z.int().min(0),
  oldestSince: epochMs.nullable(),
});

/** Most waiting contacts one answer to `contacts:get` holds. */
export const MAX_WAITING_PAGE = 200;

export const contactsAnswerSchema = z.object({
  /** The own open ones, the latest assigned first. */
  mine: z.array(contactSchema),
  /** What waits, in the order in which it is served; at most {@link MAX_WAITING_PAGE}. */
  waiting: z.array(contactSchema),
  queue: queueSchema,
});
/** What a member sees of the team's contacts. */
export type Contacts = z.infer<typeof contactsAnswerSchema>;

export const loadsAnswerSchema = z.object({
  /** Of everyone in the team. */
  loads: z.array(
    z.object({
      memberId: id,
      receivesContacts: z.boolean(),
      open: z.int().min(0),
      capacity: z.int().min(0),
    }),
  ),
});
/** Who has room for contacts, as managers see it (AS7). */
export type Loads = z.infer<typeof loadsAnswerSchema>;
