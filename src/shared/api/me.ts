import { z } from 'zod';
import { CAUSES, CHOICES, STATUSES } from '../domain/status.ts';
import { epochMs, id } from '../protocol/fields.ts';
import { chooseSchema, historyAnswerSchema } from '../protocol/schemas.ts';
import { newPasswordField, passwordField } from './fields.ts';
import { pageOf } from './page.ts';
import { signedInMemberSchema } from './session.ts';

export const meSchema = signedInMemberSchema.extend({
  receivesContacts: z.boolean(),
  capacity: z.int().min(0),
  /** False for whoever signs in with the organization's account only. */
  hasPassword: z.boolean(),
});

export const changePasswordSchema = z.strictObject({
  current: passwordField,
  password: newPasswordField,
});

/** One's own past, the latest first (TR6). */
export const historyPageSchema = pageOf(historyAnswerSchema.shape.intervals.element);

/** The status of one member, as everyone sees it. */
export const memberStatusSchema = z.object({
  memberId: id,
  status: z.enum(STATUSES),
  since: epochMs,
  cause: z.enum(CAUSES),
  until: epochMs.nullable(),
  note: z.string().nullable(),
});
export const ownStatusSchema = memberStatusSchema.extend({
  choice: z.enum(CHOICES),
  /** When a timed choice ends, also while Offline; null where it does not. */
  choiceUntil: epochMs.nullable(),
});
/** A choice, which is made when it arrives. */
export const statusChangeSchema = chooseSchema.omit({ ageMs: true });
