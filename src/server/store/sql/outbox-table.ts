import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { TeamEvent, TestEvent } from '../../../shared/api/webhook-events.ts';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../../../shared/api/webhooks.ts';
import { assertNever } from '../../../shared/domain/assert-never.ts';
import type { Outbox, StoredDelivery } from '../webhooks.ts';
import type { Db } from './tables.ts';

/** How many rows are written at once, because a statement takes a limited number of values. */
const ROWS = 50;

const storedEvents = z.array(z.enum(WEBHOOK_EVENTS));

type Receiver = {
  readonly webhookId: string;
  readonly events: readonly WebhookEvent[];
  lastNo: number;
};

/** What a team's webhooks are told, within a transaction that nobody else has on the team. */
export class OutboxTable implements Outbox {
  readonly #db: Db;
  readonly #teamId: string;
  /** Read once for all events of a transaction. */
  #known: readonly Receiver[] | null = null;
  #hasAdded = false;

  constructor(db: Db, teamId: string) {
    this.#db = db;
    this.#teamId = teamId;
  }

  get hasAdded(): boolean {
    return this.#hasAdded;
  }

  /** Whether any webhook is told of such events; also outside of such a transaction. */
  async isWanted(event: WebhookEvent): Promise<boolean> {
    return (await this.#read()).some(({ events }) => events.includes(event));
  }

  async add(event: TeamEvent): Promise<void> {
    await this.addAll([event]);
  }

  async addAll(events: readonly TeamEvent[]): Promise<void> {
    if (events.length === 0) return;
    for (const receiver of await this.#receivers()) {
      await this.#addTo(
        receiver,
        events.filter(({ event }) => receiver.events.includes(event)),
      );
    }
  }

  async test(webhookId: string, event: TestEvent): Promise<StoredDelivery> {
    const receiver = (await this.#receivers()).find((one) => one.webhookId === webhookId);
    if (receiver === undefined) throw new Error('a webhook that is switched off cannot be tested');
    const [row] = await this.#addTo(receiver, [event]);
    if (row === undefined) throw new Error('the test was not added');
    return {
      deliveryId: row.delivery_id,
      no: row.no,
      event: event.event,
      createdAt: row.created_at,
      attempts: 0,
      lastAttemptAt: null,
      httpStatus: null,
      problem: null,
      state: 'pending',
      nextAttemptAt: row.next_attempt_at,
    };
  }

  async #receivers(): Promise<readonly Receiver[]> {
    this.#known ??= await this.#read();
    return this.#known;
  }

  async #read(): Promise<readonly Receiver[]> {
    const rows = await this.#db
      .selectFrom('webhooks')
      .select(['webhook_id', 'events', 'last_no'])
      .where('team_id', '=', this.#teamId)
      .where('active', '=', 1)
      .execute();
    return rows.map((row) => ({
      webhookId: row.webhook_id,
      events: storedEvents.parse(JSON.parse(row.events)),
      lastNo: row.last_no,
    }));
  }

  async #addTo(receiver: Receiver, events: readonly (TeamEvent | TestEvent)[]) {
    if (events.length === 0) return [];
    const { webhookId, lastNo } = receiver;
    const rows = events.map((event, index) => {
      const deliveryId = randomUUID();
      return {
        delivery_id: deliveryId,
        webhook_id: webhookId,
        no: lastNo + 1 + index,
        subject: subjectOf(event, deliveryId),
        event: event.event,
        body: JSON.stringify({ deliveryId, teamId: this.#teamId, ...event }),
        state: 'pending' as const,
        created_at: event.at,
        attempts: 0,
        last_attempt_at: null,
        next_attempt_at: event.at,
        claimed: 0,
        http_status: null,
        problem: null,
      };
    });
    receiver.lastNo += rows.length;
    await this.#db
      .updateTable('webhooks')
      .set({ last_no: receiver.lastNo })
      .where('webhook_id', '=', webhookId)
      .execute();
    for (let start = 0; start < rows.length; start += ROWS) {
      await this.#db
        .insertInto('webhook_deliveries')
        .values(rows.slice(start, start + ROWS))
        .execute();
    }
    this.#hasAdded = true;
    return rows;
  }
}

/** What an event is about: events of the same subject arrive in their order. */
function subjectOf(event: TeamEvent | TestEvent, deliveryId: string): string {
  switch (event.event) {
    case 'status.changed':
      return `member ${event.member.memberId}`;
    case 'contact.assigned':
    case 'contact.returned':
      return `contact ${event.contact.contactId}`;
    case 'coverage.changed':
      return 'team';
    case 'test':
      return `test ${deliveryId}`;
    default:
      return assertNever(event);
  }
}
