import { z } from 'zod';
import { pageQuerySchema } from '../../../shared/api/page.ts';
import {
  createdWebhookSchema,
  deliveriesSchema,
  deliverySchema,
  newWebhookSchema,
  type Webhook,
  webhookChangeSchema,
  webhookSchema,
  webhooksSchema,
} from '../../../shared/api/webhooks.ts';
import { epochMs, id } from '../../../shared/protocol/fields.ts';
import { MANAGERS } from '../../commands/who.ts';
import type { StoredWebhook } from '../../store/webhooks.ts';
import type { Webhooks } from '../../webhooks/webhooks.ts';
import { pageOfAll, readCursor, writeCursor } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { ADA } from './examples.ts';

const params = z.strictObject({ webhookId: id });

/** In the order in which webhooks were added. */
const keySchema = z.strictObject({ createdAt: epochMs, webhookId: id });
const deliveryCursorSchema = z.strictObject({ before: z.int().min(1) });

const example: Webhook = {
  webhookId: 'c2a3f1de-8d1e-4f35-9b0f-0c5b2f9f7a10',
  url: 'https://example.com/ampel',
  events: ['status.changed', 'coverage.changed'],
  active: true,
  createdAt: ADA.at,
  failingSince: null,
};
const exampleDelivery = {
  deliveryId: '8b1a9953-c461-4f6a-9c0e-3b8f1c0b2d77',
  event: 'status.changed',
  createdAt: ADA.at,
  attempts: 0,
  lastAttemptAt: null,
  httpStatus: null,
  problem: null,
  state: 'pending',
  nextAttemptAt: ADA.at,
} as const;

export function webhooksRoutes({ webhooks }: { readonly webhooks: Webhooks }): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/webhooks',
      name: 'listWebhooks',
      summary: "Where the team's events are sent to",
      tag: 'Webhooks',
      who: MANAGERS,
      query: pageQuerySchema,
      answer: webhooksSchema,
      example: { answer: { items: [example], next: null } },
      run: async ({ caller, query }) => {
        const page = pageOfAll(await webhooks.list(caller), query, {
          key: keySchema,
          keyOf: ({ createdAt, webhookId }) => ({ createdAt, webhookId }),
          isAfter: (webhook, key) =>
            webhook.createdAt > key.createdAt ||
            (webhook.createdAt === key.createdAt && webhook.webhookId > key.webhookId),
        });
        return { ...page, items: page.items.map(shown) };
      },
    }),
    route({
      method: 'POST',
      path: '/webhooks',
      name: 'addWebhook',
      summary: 'Send events of the team to an address',
      description:
        'Each event is posted as JSON. The header `ampel-signature: t=<Unix seconds>,v1=<hex>` holds ' +
        'the HMAC-SHA-256 of `<t>.<body>` with the secret that is told here, once. Any answer of 2xx ' +
        'counts as received, within 10 s; anything else is tried again for a day, with the same ' +
        '`ampel-delivery`, and 410 switches the webhook off. Events of one member, contact or team ' +
        'arrive in their order, at least once.',
      tag: 'Webhooks',
      who: MANAGERS,
      body: newWebhookSchema,
      answer: createdWebhookSchema,
      creates: { holdsSecret: true },
      example: {
        body: { url: example.url, events: example.events },
        answer: { ...example, secret: 'whsec_…' },
      },
      run: async ({ caller, body, keyed }) => {
        const { webhook, secret } = await webhooks.add(caller, body, keyed);
        return { ...shown(webhook), secret };
      },
    }),
    route({
      method: 'PATCH',
      path: '/webhooks/:webhookId',
      name: 'changeWebhook',
      summary: 'Change where events are sent to, or which, or switch that off or on',
      description: 'What happens while a webhook is switched off is not sent later.',
      tag: 'Webhooks',
      who: MANAGERS,
      params,
      body: webhookChangeSchema,
      answer: webhookSchema,
      example: { body: { active: false }, answer: { ...example, active: false } },
      run: async ({ caller, params: { webhookId }, body: { url, events, active } }) =>
        shown(
          await webhooks.change(caller, webhookId, {
            ...(url === undefined ? {} : { url }),
            ...(events === undefined ? {} : { events }),
            ...(active === undefined ? {} : { active }),
          }),
        ),
    }),
    route({
      method: 'DELETE',
      path: '/webhooks/:webhookId',
      name: 'removeWebhook',
      summary: 'Remove a webhook, and what has not arrived yet',
      tag: 'Webhooks',
      who: MANAGERS,
      params,
      example: {},
      run: ({ caller, params: { webhookId } }) => webhooks.remove(caller, webhookId),
    }),
    route({
      method: 'POST',
      path: '/webhooks/:webhookId/test',
      name: 'testWebhook',
      summary: 'Send an event that means nothing, to see whether it arrives',
      description: 'What becomes of it is among the deliveries.',
      tag: 'Webhooks',
      who: MANAGERS,
      params,
      answer: deliverySchema,
      creates: { holdsSecret: false },
      example: { answer: { ...exampleDelivery, event: 'test' } },
      run: ({ caller, params: { webhookId }, keyed }) => webhooks.test(caller, webhookId, keyed),
    }),
    route({
      method: 'GET',
      path: '/webhooks/:webhookId/deliveries',
      name: 'listDeliveries',
      summary: 'What was sent and what became of it, the latest first',
      description: 'Kept for 30 days.',
      tag: 'Webhooks',
      who: MANAGERS,
      params,
      query: pageQuerySchema,
      answer: deliveriesSchema,
      example: { answer: { items: [exampleDelivery], next: null } },
      run: async ({ caller, params: { webhookId }, query: { cursor, limit } }) => {
        const from = cursor === undefined ? {} : readCursor(deliveryCursorSchema, cursor);
        const found = await webhooks.deliveries(caller, webhookId, { ...from, limit: limit + 1 });
        const items = found.slice(0, limit);
        const last = items.at(-1);
        const next =
          last === undefined || found.length === items.length
            ? null
            : writeCursor({ before: last.no });
        return { items, next };
      },
    }),
  ];
}

function shown({ webhookId, url, events, active, createdAt, failingSince }: StoredWebhook) {
  return { webhookId, url, events, active, createdAt, failingSince };
}
