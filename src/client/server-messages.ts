import type { z } from 'zod';
import { contactEventSchema, queueSchema } from '../shared/protocol/contact-schemas.ts';
import type { ServerToClientEvents } from '../shared/protocol/events.ts';
import {
  deltaSchema,
  revokedSchema,
  settingsReadSchema,
  welcomeSchema,
} from '../shared/protocol/schemas.ts';
import { misfit } from './misfit.ts';

const SCHEMAS = {
  welcome: welcomeSchema,
  delta: deltaSchema,
  settings: settingsReadSchema,
  contact: contactEventSchema,
  queue: queueSchema,
  revoked: revokedSchema,
} satisfies { readonly [E in keyof ServerToClientEvents]: z.ZodType };

type EventName = keyof typeof SCHEMAS;
type Message<E extends EventName> = z.infer<(typeof SCHEMAS)[E]>;

/** What is done with each message that the server sends by itself. */
export type MessageHandlers = { readonly [E in EventName]: (message: Message<E>) => void };

/**
 * Reads a message as strictly as the server reads ours, and handles it. Answers where it does not
 * fit, and then nothing was handled; null where it does.
 */
export function handleMessage<E extends EventName>(
  event: E,
  payload: unknown,
  handlers: MessageHandlers,
): string | null {
  const read = SCHEMAS[event].safeParse(payload);
  if (!read.success) return misfit(read.error);
  handlers[event](read.data as Message<E>);
  return null;
}
