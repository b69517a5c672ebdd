import type { TeamEvent, TestEvent } from '../../shared/api/webhook-events.ts';
import type { WebhookEvent } from '../../shared/api/webhooks.ts';

/** An address to which a team's events are sent. Times are epoch milliseconds. */
export type StoredWebhook = {
  readonly webhookId: string;
  readonly teamId: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  /** To one that is switched off nothing is sent, and what happens meanwhile is not sent later. */
  readonly active: boolean;
  readonly createdBy: string | null;
  readonly createdAt: number;
  /** Since when nothing could be delivered; null where the last delivery arrived. */
  readonly failingSince: number | null;
};

export type WebhookChange = Partial<Pick<StoredWebhook, 'url' | 'events' | 'active'>>;

type DeliveryFields = {
  readonly deliveryId: string;
  /** Counts the webhook's deliveries from 1. */
  readonly no: number;
  readonly event: WebhookEvent | 'test';
  readonly createdAt: number;
  readonly attempts: number;
  readonly lastAttemptAt: number | null;
  /** The status of HTTP of the last answer; null where there was none. */
  readonly httpStatus: number | null;
  /** What went wrong the last time; null where nothing did. */
  readonly problem: string | null;
};
/** What became of an event on its way to a webhook. */
export type StoredDelivery = DeliveryFields &
  (
    | { readonly state: 'pending'; readonly nextAttemptAt: number }
    | { readonly state: 'delivered' }
    | { readonly state: 'given-up' }
  );

export type DeliveryQuery = {
  /** Only deliveries with a smaller number. */
  readonly before?: number | undefined;
  readonly limit: number;
};

export interface WebhookReader {
  /** In the order in which they were added. */
  all(teamId: string): Promise<readonly StoredWebhook[]>;
  /** The latest first. */
  deliveries(webhookId: string, query: DeliveryQuery): Promise<readonly StoredDelivery[]>;
}

export interface WebhookWriter extends WebhookReader {
  /** The secret is kept as it is, because deliveries are signed with it. */
  add(webhook: StoredWebhook, secret: string): Promise<void>;
  /** Answers the webhook after the change. @throws Refusal `not-found` */
  change(webhookId: string, change: WebhookChange): Promise<StoredWebhook>;
  /** With all its deliveries. */
  remove(webhookId: string): Promise<void>;
  /** Ends what has not arrived yet. */
  giveUp(webhookId: string, problem: string): Promise<void>;
  /** A delivery that somebody asked for, whatever the webhook is told of otherwise. */
  test(webhookId: string, event: TestEvent): Promise<StoredDelivery>;
}

/** What happens in a team, to be told to its webhooks: with the transaction it is written in, or not at all. */
export interface Outbox {
  add(event: TeamEvent): Promise<void>;
  /** Several at once, in the order in which they are to arrive. */
  addAll(events: readonly TeamEvent[]): Promise<void>;
}

/** What is remembered of a team without anybody Online (NO6), so that it is told once. */
export interface CoverageMemory {
  /** Since when nobody is Online, where that was told; else null. Epoch milliseconds. */
  toldSince(): Promise<number | null>;
  tell(since: number | null): Promise<void>;
}

/** A delivery that was claimed, with all that sending it takes. */
export type ClaimedDelivery = {
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly teamId: string;
  readonly event: WebhookEvent | 'test';
  readonly url: string;
  readonly secret: string;
  /** The text to be signed and sent. */
  readonly body: string;
  readonly createdAt: number;
  /** How often it was tried before. */
  readonly attempts: number;
};

export type FailedAttempt = {
  readonly at: number;
  readonly httpStatus: number | null;
  readonly problem: string;
  /** When to try again; null where that is given up. */
  readonly nextAttemptAt: number | null;
};

/**
 * The deliveries that have yet to arrive, of all teams. Of those of one subject within a webhook
 * only the first is ever due, so that they arrive in their order.
 */
export interface DeliveryQueue {
  /** The webhooks for which something is due at `now`. */
  due(now: number): Promise<readonly string[]>;
  /** When the next becomes due after `now`; null where none does. */
  nextDueAt(now: number): Promise<number | null>;
  /** Takes what is due for one process alone, which has until `until` to say what became of it. */
  claim(request: {
    readonly webhookId: string;
    readonly now: number;
    readonly until: number;
    readonly limit: number;
  }): Promise<readonly ClaimedDelivery[]>;
  /** It arrived. What else waits for the same receiver is due now, where that failed before. */
  delivered(deliveryId: string, attempt: { at: number; httpStatus: number }): Promise<void>;
  failed(deliveryId: string, attempt: FailedAttempt): Promise<void>;
  /** Makes a claimed delivery that was not tried to the end due again. */
  release(deliveryId: string, now: number): Promise<void>;
  /** Makes all that was claimed, by whomever, due at `dueAt`: for whoever knows that nobody sends it. */
  releaseAll(dueAt: number): Promise<void>;
  /** Removes what has ended and began before `before`; answers how many. */
  forget(before: number): Promise<number>;
  /** Calls when this process has added deliveries; the answer ends it. */
  onAdded(listener: () => void): () => void;
}
