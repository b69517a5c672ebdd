import { z } from 'zod';
import { contactDoneSchema, contactsReportSchema, UNCLEAR_CONTACTS } from './contact-report.ts';
import { ownReportSchema, teamReportSchema } from './report.ts';

/** Version of what is said over the control socket: app and command line may differ for a while. */
export const CONTROL_VERSION = 1;

/** Longest line that the app reads, in bytes: what can be asked is short. */
export const MAX_QUESTION_BYTES = 4 * 1024;

/** Longest line that the command line reads, in bytes: a team of thousands. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** What the file in the profile folder says: where the running app listens, and the key to it. */
export const controlFileSchema = z.object({
  version: z.literal(CONTROL_VERSION),
  address: z.string().min(1),
  key: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ControlFile = z.infer<typeof controlFileSchema>;

/** The one line that a connection sends; the request is read once the key is right. */
export const questionSchema = z.strictObject({
  version: z.int(),
  key: z.string().max(64),
  request: z.unknown(),
});

/** Why the app does not even look at a request. */
export const REFUSALS = ['key', 'request', 'version', 'failed'] as const;

/** The lines that come back: codes and data, never words. */
export const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('own'), own: ownReportSchema }),
  z.object({ kind: z.literal('team'), team: teamReportSchema }),
  z.object({ kind: z.literal('contacts'), contacts: contactsReportSchema }),
  z.object({ kind: z.literal('contact'), done: contactDoneSchema }),
  z.object({ kind: z.literal('unclear-contact'), why: z.enum(UNCLEAR_CONTACTS) }),
  /** The app or the team server does not do it; `code` has a sentence in `problem.*`. */
  z.object({ kind: z.literal('problem'), code: z.string() }),
  z.object({ kind: z.literal('refused'), why: z.enum(REFUSALS) }),
]);
export type ControlAnswer = z.infer<typeof answerSchema>;
