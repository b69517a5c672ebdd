import type { Store } from '../../src/server/store/store.ts';
import { hashToken, newIntegrationKey } from '../../src/server/tokens/token.ts';
import type { Contact } from '../../src/shared/domain/contact.ts';
import { type Deployment, deploy } from './deployment.ts';
import { withStore } from './full-store.ts';
import { type HttpAnswer, HttpClient } from './http-client.ts';

/** Ada (owner), Bo and a shop that puts contacts in, on a store of their own. */
export type ContactDeployment = AsyncDisposable & {
  readonly deployment: Deployment;
  /** The tokens of their laptops. */
  readonly ada: string;
  readonly bo: string;
  /** Puts contacts into the server at `url`: a customer of this name, under the name as its key where that is wanted. */
  shopAt(url: string): (customer: string, isKeyed?: boolean) => Promise<HttpAnswer>;
  /** Every contact in the store. */
  contacts(): Promise<readonly Contact[]>;
};

/** `databaseUrl`: an empty PostgreSQL, or null for SQLite. */
export async function contactTeamOn(databaseUrl: string | null): Promise<ContactDeployment> {
  const deployment = await deploy(databaseUrl);
  const [ada, bo] = await deployment.administer(async (admin) => {
    await admin.createTeam({ name: 'Support', ownerEmail: 'ada@example.com' });
    await admin.addMember({ email: 'bo@example.com', name: 'Bo' });
    return [
      await admin.issueToken('ada@example.com', 'laptop'),
      await admin.issueToken('bo@example.com', 'laptop'),
    ] as const;
  });
  const key = await withStore(deployment.store, addShop);
  return {
    deployment,
    ada,
    bo,
    shopAt:
      (url) =>
      (customer, isKeyed = true) =>
        new HttpClient(url, key).ask('POST', '/api/v1/contacts', {
          body: { customer },
          headers: isKeyed ? { 'idempotency-key': customer } : {},
        }),
    contacts: () =>
      withStore(deployment.store, async (store) =>
        store.read.contacts.list((await store.teams())[0]?.teamId ?? '', { limit: 1_000_000 }),
      ),
    [Symbol.asyncDispose]: () => deployment[Symbol.asyncDispose](),
  };
}

/** Lets a shop put contacts into the first team of a store; answers its key. */
export async function addShop(store: Store): Promise<string> {
  const key = newIntegrationKey();
  const teamId = (await store.teams())[0]?.teamId ?? '';
  const fields = { integrationId: 'shop', teamId, name: 'Shop', createdBy: null, createdAt: 0 };
  await store.change(teamId, (tx) =>
    tx.integrations.add({ ...fields, scopes: ['contacts'], lastUsedAt: null }, hashToken(key)),
  );
  return key;
}
