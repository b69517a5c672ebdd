import { z } from 'zod';
import { CAUSES, STATUSES } from '../domain/status.ts';
import { contactSchema } from '../protocol/contact-schemas.ts';
import { epochMs, id } from '../protocol/fields.ts';

/** When it happened. */
const at = epochMs;

export const teamEventSchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('status.changed'),
    at,
    member: z.object({ memberId: id, name: z.string() }),
    /** Null where nothing was known of them before. */
    before: z.enum(STATUSES).nullable(),
    status: z.enum(STATUSES),
    cause: z.enum(CAUSES),
  }),
  z.object({ event: z.literal('contact.assigned'), at, contact: contactSchema }),
  z.object({ event: z.literal('contact.returned'), at, contact: contactSchema }),
  /** `covered`: somebody is Online; `since`: for how long it has been so (NO6). */
  z.object({ event: z.literal('coverage.changed'), at, covered: z.boolean(), since: epochMs }),
]);
/** Something that has happened in a team, as webhooks tell of it. */
export type TeamEvent = z.infer<typeof teamEventSchema>;

const testEventSchema = z.object({ event: z.literal('test'), at });
/** What somebody asked for to see whether it arrives. */
export type TestEvent = z.infer<typeof testEventSchema>;

/** The body of a delivery. */
export const deliveryBodySchema = z.intersection(
  z.object({
    /** The same each time the delivery is tried, so that a repeat can be told. */
    deliveryId: id,
    teamId: id,
  }),
  z.discriminatedUnion('event', [teamEventSchema, testEventSchema]),
);

/** How a receiver knows a delivery: `t=<Unix seconds>,v1=<hex>`, see {@link DELIVERY_HEADERS}. */
export const DELIVERY_HEADERS = {
  /** HMAC-SHA-256 of `<t>.<body>` with the webhook's secret as it was told, in hexadecimal. */
  signature: 'ampel-signature',
  event: 'ampel-event',
  delivery: 'ampel-delivery',
} as const;
