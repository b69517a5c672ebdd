import type { FastifyBaseLogger } from 'fastify';
import { DELIVERY_HEADERS } from '../../shared/api/webhook-events.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { logUnexpected } from '../log-unexpected.ts';
import { Alarm } from '../presence/alarm.ts';
import { Turns } from '../presence/turns.ts';
import type { Store } from '../store/store.ts';
import type { ClaimedDelivery } from '../store/webhooks.ts';
import { type Answer, type PostOptions, post, TIMEOUT_MS } from './post.ts';
import { PRIVATE_ADDRESSES } from './private-addresses.ts';
import { retryPauseMs } from './retry.ts';
import { signatureOf } from './signature.ts';

/** How many deliveries are on their way to one webhook at once. */
const AT_ONCE = 4;

/** How long a process has a delivery for itself, in milliseconds: with that it has failed for certain. */
const LEASE_MS = 3 * TIMEOUT_MS;

/** How often to look for what a process that has died left behind, in milliseconds. */
const LOOK_MS = 30_000;

/** The pause after the store did not answer, in milliseconds. */
const PAUSE_AFTER_FAILURE_MS = 2_000;

/** The status of HTTP by which a receiver says that it is gone for good. */
const GONE = 410;

export type DispatcherDependencies = {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
  /** Whether webhooks may lead into private networks. */
  readonly allowPrivate: boolean;
  /** How names become addresses, where not as the system does it. */
  readonly lookup?: PostOptions['lookup'];
};

/**
 * Sends what webhooks are to be told. A delivery is claimed in the store before it is sent and
 * settled after, so one process at a time sends it, and what dies in between is sent again.
 */
export class Dispatcher {
  readonly #dependencies: DispatcherDependencies;
  readonly #turns = new Turns();
  readonly #alarm: Alarm;
  readonly #underWay = new Map<string, Set<Promise<void>>>();
  readonly #abort = new AbortController();
  #unsubscribe: () => void = () => undefined;
  #willLook = false;
  /**
   * The store did not answer: it may hold as claimed what is not under way, or what has been sent
   * without its knowing.
   */
  #isUnsure = false;

  constructor(dependencies: DispatcherDependencies) {
    this.#dependencies = dependencies;
    this.#alarm = new Alarm(dependencies.clock, () => this.#lookSoon());
  }

  /** Takes up what is to be delivered, also what was left from before. */
  start(): void {
    this.#unsubscribe = this.#dependencies.store.deliveries.onAdded(() => this.#lookSoon());
    this.#lookSoon();
  }

  /** Cuts off what is under way, which is sent again after the next start. */
  async close(): Promise<void> {
    this.#unsubscribe();
    this.#alarm.cancel();
    this.#abort.abort();
    await this.#turns.idle();
    await Promise.all([...this.#underWay.values()].flatMap((deliveries) => [...deliveries]));
  }

  get #isClosed(): boolean {
    return this.#abort.signal.aborted;
  }

  #lookSoon(): void {
    if (this.#willLook || this.#isClosed) return;
    this.#willLook = true;
    void this.#turns.run(() => this.#look());
  }

  async #look(): Promise<void> {
    this.#willLook = false;
    if (this.#isClosed) return;
    const { store, clock, logger } = this.#dependencies;
    try {
      const now = clock.now();
      if (this.#isUnsure && !(await this.#takeStock(now))) return;
      for (const webhookId of await store.deliveries.due(now)) await this.#take(webhookId, now);
      const next = await store.deliveries.nextDueAt(now);
      this.#lookAfter(next === null ? LOOK_MS : Math.min(LOOK_MS, next - now));
    } catch (error) {
      this.#isUnsure = true;
      logUnexpected(logger, error, 'the deliveries of webhooks could not be read');
      this.#lookAfter(PAUSE_AFTER_FAILURE_MS);
    }
  }

  /** Lets go of everything that is claimed; answers false while there is something that has to end before. */
  async #takeStock(now: number): Promise<boolean> {
    // Each looks again when it ends.
    if (this.#underWay.size > 0) return false;
    // Not due at once: where it is for another reason that nothing can be settled, the receiver is
    // not to be told the same again and again without a pause.
    await this.#dependencies.store.deliveries.releaseAll(now + PAUSE_AFTER_FAILURE_MS);
    this.#isUnsure = false;
    return true;
  }

  #lookAfter(delayMs: number): void {
    if (!this.#isClosed) this.#alarm.ringAt(this.#dependencies.clock.steady() + delayMs);
  }

  async #take(webhookId: string, now: number): Promise<void> {
    const underWay = this.#underWay.get(webhookId) ?? new Set();
    const limit = AT_ONCE - underWay.size;
    if (limit <= 0) return;
    const { deliveries } = this.#dependencies.store;
    const until = now + LEASE_MS;
    for (const delivery of await deliveries.claim({ webhookId, now, until, limit })) {
      const done = this.#deliver(delivery).finally(() => {
        underWay.delete(done);
        if (underWay.size === 0) this.#underWay.delete(webhookId);
        this.#lookSoon();
      });
      underWay.add(done);
    }
    if (underWay.size > 0) this.#underWay.set(webhookId, underWay);
  }

  async #deliver(delivery: ClaimedDelivery): Promise<void> {
    const { clock, logger, allowPrivate, lookup } = this.#dependencies;
    const { deliveryId, webhookId, event, url, secret, body } = delivery;
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Ampel-Webhook',
      [DELIVERY_HEADERS.event]: event,
      [DELIVERY_HEADERS.delivery]: deliveryId,
      [DELIVERY_HEADERS.signature]: signatureOf(body, secret, clock.now()),
    };
    try {
      const answer = await post(
        { url, headers, body },
        {
          clock,
          blocked: allowPrivate ? null : PRIVATE_ADDRESSES,
          signal: this.#abort.signal,
          ...(lookup === undefined ? {} : { lookup }),
        },
      );
      await this.#settle(delivery, answer);
    } catch (error) {
      this.#isUnsure = true;
      logUnexpected(logger, error, 'a delivery could not be settled', { webhookId, deliveryId });
    }
  }

  async #settle(delivery: ClaimedDelivery, answer: Answer): Promise<void> {
    const { store, clock, logger, random } = this.#dependencies;
    const { deliveryId, webhookId } = delivery;
    const at = clock.now();
    if (this.#isClosed) return store.deliveries.release(deliveryId, at);
    const httpStatus = answer.kind === 'answered' ? answer.status : null;
    if (httpStatus !== null && httpStatus >= 200 && httpStatus < 300) {
      return store.deliveries.delivered(deliveryId, { at, httpStatus });
    }
    const attempts = delivery.attempts + 1;
    const isGone = httpStatus === GONE && (await this.#stillLeadsTo(delivery));
    const pause = isGone ? null : retryPauseMs(attempts, random());
    const problem = answer.kind === 'failed' ? answer.problem : problemOfStatus(answer.status);
    logger.info({ webhookId, deliveryId, httpStatus, attempts }, 'a delivery did not arrive');
    await store.deliveries.failed(deliveryId, {
      at,
      httpStatus,
      problem,
      nextAttemptAt: pause === null ? null : at + pause,
    });
    if (isGone) await this.#switchOff(delivery, at);
  }

  /** Somebody may have given the webhook another address while this one said that it is gone. */
  async #stillLeadsTo({ teamId, webhookId, url }: ClaimedDelivery): Promise<boolean> {
    const webhooks = await this.#dependencies.store.read.webhooks.all(teamId);
    return webhooks.some((one) => one.webhookId === webhookId && one.url === url);
  }

  async #switchOff({ teamId, webhookId, url }: ClaimedDelivery, at: number): Promise<void> {
    const { store, logger } = this.#dependencies;
    await store.change(teamId, async (tx) => {
      const webhooks = await tx.webhooks.all(teamId);
      const webhook = webhooks.find((one) => one.webhookId === webhookId);
      // Looked at again: it may have been changed since.
      if (webhook?.active !== true || webhook.url !== url) return;
      await tx.webhooks.change(webhookId, { active: false });
      await tx.webhooks.giveUp(webhookId, 'The receiver said that it is gone for good (410).');
      await tx.audit.record({
        at,
        actor: { kind: 'system' },
        action: 'webhook.changed',
        subject: { id: webhookId, name: new URL(url).host },
        before: { active: true },
        after: { active: false, httpStatus: GONE },
      });
      logger.warn({ webhookId }, 'a webhook was switched off: its receiver is gone for good');
    });
  }
}

function problemOfStatus(status: number): string {
  if (status === GONE) return 'The receiver said that it is gone for good (410).';
  return status >= 300 && status < 400
    ? `The receiver answered ${status}, a redirect, and these are not followed. Enter the address that it leads to.`
    : `The receiver answered ${status}.`;
}
