import type { Kysely, Selectable } from 'kysely';
import type { ClaimedDelivery, DeliveryQueue, FailedAttempt } from '../webhooks.ts';
import type { Db, Tables } from './tables.ts';
import type { Transact } from './term.ts';

export class DeliveryTable implements DeliveryQueue {
  readonly #db: Kysely<Tables>;
  readonly #transact: Transact;
  readonly #listeners: Set<() => void>;

  constructor(db: Kysely<Tables>, transact: Transact, listeners: Set<() => void>) {
    this.#db = db;
    this.#transact = transact;
    this.#listeners = listeners;
  }

  onAdded(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** To be called once the transaction in which deliveries were added is over. */
  tellAdded(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  async due(now: number): Promise<readonly string[]> {
    const rows = await firstOfEachSubject(this.#db)
      .select('mine.webhook_id')
      .distinct()
      .where('mine.next_attempt_at', '<=', now)
      .execute();
    return rows.map((row) => row.webhook_id);
  }

  async nextDueAt(now: number): Promise<number | null> {
    const row = await firstOfEachSubject(this.#db)
      .select(({ fn }) => fn.min('mine.next_attempt_at').as('at'))
      .where('mine.next_attempt_at', '>', now)
      .executeTakeFirst();
    return row?.at ?? null;
  }

  async claim({
    webhookId,
    now,
    until,
    limit,
  }: Parameters<DeliveryQueue['claim']>[0]): Promise<readonly ClaimedDelivery[]> {
    return this.#transact(async (transaction) => {
      const webhook = await lockWebhook(transaction, webhookId);
      if (webhook === null) return [];
      const claimed = await transaction
        .updateTable('webhook_deliveries')
        .set({ next_attempt_at: until, claimed: 1 })
        .where(
          'delivery_id',
          'in',
          firstOfEachSubject(transaction)
            .select('mine.delivery_id')
            .where('mine.webhook_id', '=', webhookId)
            .where('mine.next_attempt_at', '<=', now)
            .orderBy('mine.next_attempt_at')
            .orderBy('mine.no')
            .limit(limit),
        )
        .returningAll()
        .execute();
      return claimed
        .toSorted((one, other) => one.no - other.no)
        .map((row) => ({
          deliveryId: row.delivery_id,
          webhookId,
          teamId: webhook.team_id,
          event: row.event,
          url: webhook.url,
          secret: webhook.secret,
          body: row.body,
          createdAt: row.created_at,
          attempts: row.attempts,
        }));
    });
  }

  async delivered(
    deliveryId: string,
    { at, httpStatus }: Parameters<DeliveryQueue['delivered']>[1],
  ): Promise<void> {
    await this.#transact(async (transaction) => {
      const webhook = await lockWebhook(transaction, webhookOf(transaction, deliveryId));
      const outcome = { state: 'delivered', http_status: httpStatus, problem: null } as const;
      const hasEnded = await endAttempt(transaction, deliveryId, at, outcome);
      if (!hasEnded || webhook === null) return;
      if (webhook.failing_since !== null) {
        await transaction
          .updateTable('webhooks')
          .set({ failing_since: null })
          .where('webhook_id', '=', webhook.webhook_id)
          .execute();
      }
      // Also where it counts as failing no longer, because it leads elsewhere by now.
      await transaction
        .updateTable('webhook_deliveries')
        .set({ next_attempt_at: at })
        .where('webhook_id', '=', webhook.webhook_id)
        .where('state', '=', 'pending')
        .where('claimed', '=', 0)
        .where('attempts', '>', 0)
        .where('next_attempt_at', '>', at)
        .execute();
    });
  }

  async failed(deliveryId: string, attempt: FailedAttempt): Promise<void> {
    const { at, httpStatus, problem, nextAttemptAt } = attempt;
    await this.#transact(async (transaction) => {
      const webhook = await lockWebhook(transaction, webhookOf(transaction, deliveryId));
      const hasEnded = await endAttempt(transaction, deliveryId, at, {
        ...(nextAttemptAt === null
          ? { state: 'given-up' as const }
          : { next_attempt_at: nextAttemptAt }),
        http_status: httpStatus,
        problem,
      });
      if (!hasEnded || webhook === null || webhook.failing_since !== null) return;
      await transaction
        .updateTable('webhooks')
        .set({ failing_since: at })
        .where('webhook_id', '=', webhook.webhook_id)
        .execute();
    });
  }

  async release(deliveryId: string, now: number): Promise<void> {
    await this.#transact((transaction) =>
      released(transaction, now).where('delivery_id', '=', deliveryId).execute(),
    );
  }

  async releaseAll(dueAt: number): Promise<void> {
    await this.#transact((transaction) =>
      released(transaction, dueAt).where('claimed', '=', 1).execute(),
    );
  }

  async forget(before: number): Promise<number> {
    const { numDeletedRows } = await this.#transact((transaction) =>
      transaction
        .deleteFrom('webhook_deliveries')
        .where('created_at', '<', before)
        .where('state', '!=', 'pending')
        .executeTakeFirst(),
    );
    return Number(numDeletedRows);
  }
}

function released(db: Db, dueAt: number) {
  return db
    .updateTable('webhook_deliveries')
    .set({ next_attempt_at: dueAt, claimed: 0 })
    .where('state', '=', 'pending');
}

/** The deliveries that nothing earlier of the same subject keeps waiting. */
function firstOfEachSubject(db: Db) {
  return db
    .selectFrom('webhook_deliveries as mine')
    .innerJoin('webhooks', 'webhooks.webhook_id', 'mine.webhook_id')
    .where('webhooks.active', '=', 1)
    .where('mine.state', '=', 'pending')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('webhook_deliveries as earlier')
            .select('earlier.no')
            .whereRef('earlier.webhook_id', '=', 'mine.webhook_id')
            .whereRef('earlier.subject', '=', 'mine.subject')
            .where('earlier.state', '=', 'pending')
            .whereRef('earlier.no', '<', 'mine.no'),
        ),
      ),
    );
}

/**
 * Keeps everybody else from changing a webhook and its deliveries until the transaction is over;
 * null where it is gone. Whoever writes several deliveries has the webhook first, so nobody waits
 * in a circle.
 */
async function lockWebhook(
  db: Db,
  webhookId: string | ReturnType<typeof webhookOf>,
): Promise<Selectable<Tables['webhooks']> | null> {
  const row = await db
    .updateTable('webhooks')
    .set(({ ref }) => ({ last_no: ref('last_no') }))
    .where('webhook_id', '=', webhookId)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

function webhookOf(db: Db, deliveryId: string) {
  return db
    .selectFrom('webhook_deliveries')
    .select('webhook_id')
    .where('delivery_id', '=', deliveryId);
}

/** Writes what became of an attempt; answers false where the delivery has ended before. */
async function endAttempt(
  db: Db,
  deliveryId: string,
  at: number,
  outcome: {
    readonly state?: 'delivered' | 'given-up';
    readonly next_attempt_at?: number;
    readonly http_status: number | null;
    readonly problem: string | null;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('webhook_deliveries')
    .set(({ eb }) => ({
      ...outcome,
      attempts: eb('attempts', '+', 1),
      last_attempt_at: at,
      claimed: 0,
    }))
    .where('delivery_id', '=', deliveryId)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
