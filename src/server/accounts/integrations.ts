import { Refusal } from '../../shared/protocol/errors.ts';
import { actorOf, type Caller, mustManage } from '../commands/caller.ts';
import { changeOnce, type KeyedRequest } from '../commands/keyed-request.ts';
import type { Integration, Scope } from '../store/accounts.ts';
import { hashToken, newIntegrationKey } from '../tokens/token.ts';
import type { AccountDependencies } from './accounts.ts';

/** The programs that take part in a team, each with a key of its own. */
export class Integrations {
  readonly #dependencies: AccountDependencies;

  constructor(dependencies: AccountDependencies) {
    this.#dependencies = dependencies;
  }

  /** By name. @throws Refusal `forbidden` */
  async list(caller: Caller): Promise<readonly Integration[]> {
    mustManage(caller);
    return this.#dependencies.store.read.integrations.all(caller.teamId);
  }

  /** The key is told once. @throws Refusal `forbidden`, `conflict` where one has that name. */
  async add(
    caller: Caller,
    { name, scopes }: { readonly name: string; readonly scopes: readonly Scope[] },
    keyed: KeyedRequest | null = null,
  ): Promise<{ readonly integration: Integration; readonly key: string }> {
    mustManage(caller);
    const { store, clock, ids } = this.#dependencies;
    const key = newIntegrationKey();
    const integration: Integration = {
      integrationId: ids(),
      teamId: caller.teamId,
      name,
      scopes,
      createdBy: caller.memberId,
      createdAt: clock.now(),
      lastUsedAt: null,
    };
    await changeOnce(store, caller.teamId, keyed, async (tx) => {
      await tx.integrations.add(integration, hashToken(key));
      await tx.audit.record({
        at: integration.createdAt,
        actor: actorOf(caller),
        action: 'integration.added',
        subject: { id: integration.integrationId, name },
        before: null,
        after: { name, scopes },
      });
    });
    return { integration, key };
  }

  /** Its key is void at once. @throws Refusal `forbidden`, `not-found` */
  async remove(caller: Caller, integrationId: string): Promise<void> {
    mustManage(caller);
    const { store, clock } = this.#dependencies;
    await store.change(caller.teamId, async (tx) => {
      const known = await tx.integrations.all(caller.teamId);
      const integration = known.find((one) => one.integrationId === integrationId);
      if (integration === undefined)
        throw new Refusal('not-found', 'There is no such integration.');
      await tx.integrations.remove(integrationId);
      await tx.audit.record({
        at: clock.now(),
        actor: actorOf(caller),
        action: 'integration.removed',
        subject: { id: integrationId, name: integration.name },
        before: { name: integration.name, scopes: integration.scopes },
        after: null,
      });
    });
  }
}
