import { z } from 'zod';
import { CAPACITY } from '../domain/contact.ts';
import { ROLES } from '../domain/member.ts';
import { epochMs, id } from '../protocol/fields.ts';
import { emailField, nameField } from './fields.ts';
import { pageOf } from './page.ts';

export const teamMemberSchema = z.object({
  memberId: id,
  name: z.string(),
  role: z.enum(ROLES),
  /** Null for whoever may not manage the team. */
  email: z.string().nullable(),
  /** False where the member is switched off: they cannot sign in, and their past is kept. */
  active: z.boolean(),
  receivesContacts: z.boolean(),
  /** How many open contacts they may have before they are given no more (AS2). */
  capacity: z.int().min(0),
  openContacts: z.int().min(0),
});
/** A member as those who manage the team know them. */
export type TeamMember = z.infer<typeof teamMemberSchema>;

export const teamMembersSchema = pageOf(teamMemberSchema);

export const memberChangeSchema = z
  .strictObject({
    name: nameField,
    role: z.enum(ROLES),
    receivesContacts: z.boolean(),
    capacity: z.int().min(CAPACITY.min).max(CAPACITY.max),
    active: z.boolean(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');
export type MemberChange = z.infer<typeof memberChangeSchema>;

export const newInviteSchema = z.strictObject({ email: emailField, role: z.enum(ROLES) });
export type NewInvite = z.infer<typeof newInviteSchema>;

export const inviteSchema = z.object({
  inviteId: id,
  email: z.string(),
  role: z.enum(ROLES),
  /** Who invites; null where it was the operator. */
  invitedBy: id.nullable(),
  createdAt: epochMs,
  expiresAt: epochMs,
});
/** An invite that has neither been used nor revoked. */
export type Invite = z.infer<typeof inviteSchema>;
export const invitesSchema = pageOf(inviteSchema);

/** Told once: the server keeps no secret that it could tell again. */
const link = z.string();
export const createdInviteSchema = inviteSchema.extend({ link });
export type CreatedInvite = z.infer<typeof createdInviteSchema>;
export const passwordLinkSchema = z.object({ link, expiresAt: epochMs });
export type PasswordLink = z.infer<typeof passwordLinkSchema>;
