import { z } from 'zod';
import { ROLES } from '../domain/member.ts';
import { id } from '../protocol/fields.ts';
import { emailField, nameField, newPasswordField, passwordField, secretField } from './fields.ts';

export const signInSchema = z.strictObject({ email: emailField, password: passwordField });
export type SignIn = z.infer<typeof signInSchema>;

export const signedInMemberSchema = z.object({
  memberId: id,
  name: z.string(),
  role: z.enum(ROLES),
  email: z.string(),
});

/** Whom the cookie stands for now. */
export const signedInSchema = z.object({
  member: signedInMemberSchema,
  /** Goes along with each request that changes something. */
  csrf: z.string(),
});

/** How to sign in with the organization's own accounts; null where that is not set up. */
const ssoSchema = z.object({ name: z.string() }).nullable();

/** What the page for signing in offers; anyone may ask. */
export const signInOptionsSchema = z.object({ sso: ssoSchema });
export type SignInOptions = z.infer<typeof signInOptionsSchema>;

export const sessionSchema = z.object({
  ...signedInSchema.shape,
  team: z.object({ teamId: id, name: z.string() }),
  sso: ssoSchema,
});
/** The session of a browser. */
export type Session = z.infer<typeof sessionSchema>;

export const usePasswordLinkSchema = z.strictObject({
  secret: secretField,
  password: newPasswordField,
});
export const lookAtInviteSchema = z.strictObject({ secret: secretField });
export const offeredInviteSchema = z.object({
  team: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
});
export type OfferedInvite = z.infer<typeof offeredInviteSchema>;
export const useInviteSchema = z.strictObject({
  secret: secretField,
  name: nameField,
  password: newPasswordField,
});
