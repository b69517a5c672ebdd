import { z } from 'zod';
import { contactSchema } from '../protocol/contact-schemas.ts';
import { id } from '../protocol/fields.ts';
import { pageOf, pageQuerySchema } from './page.ts';

/** `open`: assigned or accepted. */
export const CONTACT_FILTERS = ['waiting', 'assigned', 'accepted', 'open', 'closed'] as const;
export type ContactFilter = (typeof CONTACT_FILTERS)[number];

/** Waiting ones are listed in the order in which they are served, others the latest first. */
export const contactsQuerySchema = pageQuerySchema.extend({
  state: z.enum(CONTACT_FILTERS).optional(),
});
export const contactsPageSchema = pageOf(contactSchema);

/** To whom a contact is assigned by hand (AS7). */
export const assignmentSchema = z.strictObject({ memberId: id });
