import { z } from 'zod';
import { MAX_NOTE_LENGTH, TIMED_CHOICE_SECONDS } from '../../shared/domain/choice.ts';
import { CONTACT_ACTS } from '../../shared/domain/contact.ts';
import { CHOICES } from '../../shared/domain/status.ts';
import { id, line } from '../../shared/protocol/fields.ts';
import type { AppCommand } from '../commands.ts';

/** Where a link or a command line can open the window. */
export const OPEN_PLACES = ['settings', 'own-status', 'contacts'] as const;
export type OpenPlace = (typeof OPEN_PLACES)[number];

export const noteSchema = line(MAX_NOTE_LENGTH);

const choiceTimeSchema = z.union([
  z.literal('open'),
  z.strictObject({
    seconds: z.int().min(TIMED_CHOICE_SECONDS.min).max(TIMED_CHOICE_SECONDS.max),
  }),
  z.strictObject({ hour: z.int().min(0).max(23), minute: z.int().min(0).max(59) }),
]);
export type RequestedTime = z.infer<typeof choiceTimeSchema>;

/**
 * All that can be asked of the running app from outside of it. Signing in and out, settings and
 * quitting are not among it, and Offline cannot be said (PR1).
 */
export const outsideRequestSchema = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('choose'),
    choice: z.enum(CHOICES),
    duration: choiceTimeSchema,
    note: noteSchema.exactOptional(),
  }),
  z.strictObject({ do: z.literal('open'), place: z.enum(OPEN_PLACES).exactOptional() }),
  /** `watch` asks for an answer at each change too. */
  z.strictObject({ do: z.literal('status'), watch: z.boolean() }),
  z.strictObject({ do: z.literal('team'), watch: z.boolean() }),
  z.strictObject({ do: z.literal('contacts'), watch: z.boolean() }),
  /** `contact` is an id or the beginning of one; without it the only one that fits is meant. */
  z.strictObject({
    do: z.literal('contact'),
    act: z.enum(CONTACT_ACTS),
    contact: id.exactOptional(),
  }),
]);
export type OutsideRequest = z.infer<typeof outsideRequestSchema>;

/** What a link can ask for: it has nobody to answer to. */
export type LinkRequest = Extract<OutsideRequest, { do: 'choose' | 'open' }>;

/** The command that a request from outside stands for. */
export function commandFor(request: LinkRequest): AppCommand {
  if (request.do === 'choose') return request;
  return request.place === undefined ? { do: 'open' } : { do: 'open', place: request.place };
}
