import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { TestEvent } from '../../../shared/api/webhook-events.ts';
import { WEBHOOK_EVENTS } from '../../../shared/api/webhooks.ts';
import { Refusal } from '../../../shared/protocol/errors.ts';
import type {
  DeliveryQuery,
  StoredDelivery,
  StoredWebhook,
  WebhookChange,
  WebhookReader,
  WebhookWriter,
} from '../webhooks.ts';
import type { OutboxTable } from './outbox-table.ts';
import type { Db, Tables } from './tables.ts';

const storedEvents = z.array(z.enum(WEBHOOK_EVENTS));

export class WebhookTable implements WebhookReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async all(teamId: string): Promise<readonly StoredWebhook[]> {
    const rows = await this.#db
      .selectFrom('webhooks')
      .selectAll()
      .where('team_id', '=', teamId)
      .orderBy('created_at')
      .orderBy('webhook_id')
      .execute();
    return rows.map(toWebhook);
  }

  async deliveries(
    webhookId: string,
    { before, limit }: DeliveryQuery,
  ): Promise<readonly StoredDelivery[]> {
    const rows = await this.#db
      .selectFrom('webhook_deliveries')
      .selectAll()
      .where('webhook_id', '=', webhookId)
      .$if(before !== undefined, (query) => query.where('no', '<', before ?? 0))
      .orderBy('no', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toDelivery);
  }

  /** For a transaction that nobody else has on the team whose outbox this is. */
  writer(outbox: OutboxTable): WebhookWriter {
    return {
      all: (teamId) => this.all(teamId),
      deliveries: (webhookId, query) => this.deliveries(webhookId, query),
      add: (webhook, secret) => this.#add(webhook, secret),
      change: (webhookId, change) => this.#change(webhookId, change),
      remove: (webhookId) => this.#remove(webhookId),
      giveUp: (webhookId, problem) => this.#giveUp(webhookId, problem),
      test: (webhookId: string, event: TestEvent) => outbox.test(webhookId, event),
    };
  }

  async #add(webhook: StoredWebhook, secret: string): Promise<void> {
    await this.#db
      .insertInto('webhooks')
      .values({
        webhook_id: webhook.webhookId,
        team_id: webhook.teamId,
        url: webhook.url,
        events: JSON.stringify(webhook.events),
        secret,
        active: Number(webhook.active),
        created_by: webhook.createdBy,
        created_at: webhook.createdAt,
        failing_since: webhook.failingSince,
        last_no: 0,
      })
      .execute();
  }

  async #change(webhookId: string, { url, events, active }: WebhookChange): Promise<StoredWebhook> {
    const row = await this.#db
      .updateTable('webhooks')
      .set({
        ...(url === undefined ? {} : { url }),
        ...(events === undefined ? {} : { events: JSON.stringify(events) }),
        ...(active === undefined ? {} : { active: Number(active) }),
        // What failed elsewhere, or before it was switched off, says nothing of now.
        failing_since: null,
      })
      .where('webhook_id', '=', webhookId)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw new Refusal('not-found', 'There is no such webhook.');
    return toWebhook(row);
  }

  async #remove(webhookId: string): Promise<void> {
    await this.#db.deleteFrom('webhooks').where('webhook_id', '=', webhookId).execute();
  }

  async #giveUp(webhookId: string, problem: string): Promise<void> {
    await this.#db
      .updateTable('webhook_deliveries')
      .set({ state: 'given-up', problem })
      .where('webhook_id', '=', webhookId)
      .where('state', '=', 'pending')
      .execute();
  }
}

function toWebhook(row: Selectable<Tables['webhooks']>): StoredWebhook {
  return {
    webhookId: row.webhook_id,
    teamId: row.team_id,
    url: row.url,
    events: storedEvents.parse(JSON.parse(row.events)),
    active: row.active === 1,
    createdBy: row.created_by,
    createdAt: row.created_at,
    failingSince: row.failing_since,
  };
}

function toDelivery(row: Selectable<Tables['webhook_deliveries']>): StoredDelivery {
  const fields = {
    deliveryId: row.delivery_id,
    no: row.no,
    event: row.event,
    createdAt: row.created_at,
    attempts: row.attempts,
    lastAttemptAt: row.last_attempt_at,
    httpStatus: row.http_status,
    problem: row.problem,
  };
  return row.state === 'pending'
    ? { ...fields, state: row.state, nextAttemptAt: row.next_attempt_at }
    : { ...fields, state: row.state };
}
