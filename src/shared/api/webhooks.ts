import { z } from 'zod';
import { epochMs, id, webUrl } from '../protocol/fields.ts';
import { pageOf } from './page.ts';

export const WEBHOOK_EVENTS = [
  'status.changed',
  'contact.assigned',
  'contact.returned',
  /** Nobody is Online, or somebody is again (NO6). */
  'coverage.changed',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

const url = webUrl(2000);
const events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .min(1)
  .refine((named) => new Set(named).size === named.length, 'names an event twice');

export const newWebhookSchema = z.strictObject({ url, events });
export type NewWebhook = z.infer<typeof newWebhookSchema>;

export const webhookChangeSchema = z
  .strictObject({ url, events, active: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');
export type WebhookChange = z.infer<typeof webhookChangeSchema>;

export const webhookSchema = z.object({
  webhookId: id,
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  active: z.boolean(),
  createdAt: epochMs,
  /** Since when nothing could be delivered; null where the last delivery arrived. */
  failingSince: epochMs.nullable(),
});
export type Webhook = z.infer<typeof webhookSchema>;
export const webhooksSchema = pageOf(webhookSchema);

/** What its deliveries are signed with is told once. */
export const createdWebhookSchema = webhookSchema.extend({ secret: z.string() });
export type CreatedWebhook = z.infer<typeof createdWebhookSchema>;

const deliveryFields = {
  deliveryId: id,
  /** `test` where somebody asked for one to see whether it arrives. */
  event: z.enum([...WEBHOOK_EVENTS, 'test']),
  createdAt: epochMs,
  /** How often it was tried. */
  attempts: z.int().min(0),
  lastAttemptAt: epochMs.nullable(),
  /** The status of HTTP of the last answer; null where there was none. */
  httpStatus: z.int().nullable(),
  /** What went wrong the last time, for whoever runs the other end; null where nothing did. */
  problem: z.string().nullable(),
};
export const deliverySchema = z.discriminatedUnion('state', [
  z.object({ ...deliveryFields, state: z.literal('pending'), nextAttemptAt: epochMs }),
  z.object({ ...deliveryFields, state: z.literal('delivered') }),
  /** Tried for a day without success. */
  z.object({ ...deliveryFields, state: z.literal('given-up') }),
]);
export type Delivery = z.infer<typeof deliverySchema>;
export const deliveriesSchema = pageOf(deliverySchema);
