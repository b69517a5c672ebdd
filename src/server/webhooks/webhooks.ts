import { isDeepStrictEqual } from 'node:util';
import type { AuditAction } from '../../shared/api/audit.ts';
import type { WebhookEvent } from '../../shared/api/webhooks.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { AccountDependencies } from '../accounts/accounts.ts';
import { actorOf, type Caller, mustManage } from '../commands/caller.ts';
import { changeOnce, type KeyedRequest } from '../commands/keyed-request.ts';
import type { TeamChange } from '../store/store.ts';
import type {
  DeliveryQuery,
  StoredDelivery,
  StoredWebhook,
  WebhookChange,
  WebhookReader,
} from '../store/webhooks.ts';
import { newSecret } from '../tokens/token.ts';
import { isPrivateHost } from './private-addresses.ts';

/** Most webhooks of one team. */
export const MAX_WEBHOOKS = 20;

type WebhookDependencies = Pick<AccountDependencies, 'store' | 'clock' | 'ids'> & {
  /** Whether webhooks may lead into private networks. */
  readonly allowPrivate: boolean;
};

/** Where a team's events are sent to. */
export class Webhooks {
  readonly #dependencies: WebhookDependencies;

  constructor(dependencies: WebhookDependencies) {
    this.#dependencies = dependencies;
  }

  /** In the order in which they were added. @throws Refusal `forbidden` */
  async list(caller: Caller): Promise<readonly StoredWebhook[]> {
    mustManage(caller);
    return this.#dependencies.store.read.webhooks.all(caller.teamId);
  }

  /**
   * The secret, with which deliveries are signed, is told once.
   * @throws Refusal `forbidden`, `invalid` where the address may not be sent to, `conflict` where
   * the team has as many as it may.
   */
  async add(
    caller: Caller,
    { url, events }: { readonly url: string; readonly events: readonly WebhookEvent[] },
    keyed: KeyedRequest | null = null,
  ): Promise<{ readonly webhook: StoredWebhook; readonly secret: string }> {
    mustManage(caller);
    this.#mayBeSentTo(url);
    const { store, clock, ids } = this.#dependencies;
    const secret = `whsec_${newSecret()}`;
    const webhook: StoredWebhook = {
      webhookId: ids(),
      teamId: caller.teamId,
      url,
      events,
      active: true,
      createdBy: caller.memberId,
      createdAt: clock.now(),
      failingSince: null,
    };
    await changeOnce(store, caller.teamId, keyed, async (tx) => {
      if ((await tx.webhooks.all(caller.teamId)).length >= MAX_WEBHOOKS) {
        throw new Refusal(
          'conflict',
          `A team has at most ${MAX_WEBHOOKS} webhooks. Remove one that is not needed any more.`,
        );
      }
      await tx.webhooks.add(webhook, secret);
      await this.#record(tx, caller, 'webhook.added', null, webhook);
    });
    return { webhook, secret };
  }

  /** @throws Refusal `forbidden`, `not-found`, `invalid` where the address may not be sent to. */
  async change(caller: Caller, webhookId: string, change: WebhookChange): Promise<StoredWebhook> {
    mustManage(caller);
    if (change.url !== undefined) this.#mayBeSentTo(change.url);
    return this.#dependencies.store.change(caller.teamId, async (tx) => {
      const before = await webhookOf(tx.webhooks, caller, webhookId);
      const { url = before.url, events = before.events, active = before.active } = change;
      if (isDeepStrictEqual({ ...before, url, events, active }, before)) return before;
      const after = await tx.webhooks.change(webhookId, { url, events, active });
      if (!active) await tx.webhooks.giveUp(webhookId, 'The webhook was switched off.');
      await this.#record(tx, caller, 'webhook.changed', before, after);
      return after;
    });
  }

  /** With its deliveries, those under way included. @throws Refusal `forbidden`, `not-found` */
  async remove(caller: Caller, webhookId: string): Promise<void> {
    mustManage(caller);
    await this.#dependencies.store.change(caller.teamId, async (tx) => {
      const webhook = await webhookOf(tx.webhooks, caller, webhookId);
      await tx.webhooks.remove(webhookId);
      await this.#record(tx, caller, 'webhook.removed', webhook, null);
    });
  }

  /**
   * Sends something that means nothing, to see whether it arrives; what becomes of it is among the
   * deliveries.
   * @throws Refusal `forbidden`, `not-found`, `conflict` where the webhook is switched off.
   */
  async test(
    caller: Caller,
    webhookId: string,
    keyed: KeyedRequest | null = null,
  ): Promise<StoredDelivery> {
    mustManage(caller);
    const { store, clock } = this.#dependencies;
    return changeOnce(store, caller.teamId, keyed, async (tx) => {
      const { active } = await webhookOf(tx.webhooks, caller, webhookId);
      if (!active) {
        throw new Refusal('conflict', 'This webhook is switched off. Switch it on first.');
      }
      return tx.webhooks.test(webhookId, { event: 'test', at: clock.now() });
    });
  }

  /** The latest first. @throws Refusal `forbidden`, `not-found` */
  async deliveries(
    caller: Caller,
    webhookId: string,
    query: DeliveryQuery,
  ): Promise<readonly StoredDelivery[]> {
    mustManage(caller);
    const { webhooks } = this.#dependencies.store.read;
    await webhookOf(webhooks, caller, webhookId);
    return webhooks.deliveries(webhookId, query);
  }

  #mayBeSentTo(url: string): void {
    const { hostname, username, password } = new URL(url);
    if (username !== '' || password !== '') {
      throw new Refusal(
        'invalid',
        'The address must not hold a name and a password. Deliveries are signed instead.',
      );
    }
    if (this.#dependencies.allowPrivate || !isPrivateHost(hostname)) return;
    throw new Refusal(
      'invalid',
      'The address is inside a private network. Take a public one, or ask whoever runs this server to allow private ones.',
    );
  }

  async #record(
    tx: TeamChange,
    caller: Caller,
    action: AuditAction,
    before: StoredWebhook | null,
    after: StoredWebhook | null,
  ): Promise<void> {
    const webhook = after ?? before;
    if (webhook === null) return;
    await tx.audit.record({
      at: this.#dependencies.clock.now(),
      actor: actorOf(caller),
      action,
      subject: { id: webhook.webhookId, name: new URL(webhook.url).host },
      before: before === null ? null : recorded(before),
      after: after === null ? null : recorded(after),
    });
  }
}

async function webhookOf(
  webhooks: WebhookReader,
  caller: Caller,
  webhookId: string,
): Promise<StoredWebhook> {
  const all = await webhooks.all(caller.teamId);
  const webhook = all.find((one) => one.webhookId === webhookId);
  if (webhook === undefined) throw new Refusal('not-found', 'There is no such webhook.');
  return webhook;
}

/** The rest of an address is often as good as a password. */
function recorded({ url, events, active }: StoredWebhook) {
  return { origin: new URL(url).origin, events, active };
}
