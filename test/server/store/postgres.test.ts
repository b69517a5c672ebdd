import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PostgresServer } from '../../../scripts/postgres-server.ts';
import { OperatorError } from '../../../src/server/operator-error.ts';
import { impatientPool } from '../../../src/server/store/postgres/impatient-pool.ts';
import { openPostgresStore } from '../../../src/server/store/postgres/postgres-store.ts';
import type { SqlStore } from '../../../src/server/store/sql/sql-store.ts';
import { hashToken } from '../../../src/server/tokens/token.ts';
import { accountStoreContract } from '../../contract/account-store.ts';
import { contactStoreContract } from '../../contract/contact-store.ts';
import { presenceStoreContract } from '../../contract/presence-store.ts';
import { storeContract } from '../../contract/store.ts';
import type { StoreUnderTest } from '../../contract/store-under-test.ts';
import { webhookStoreContract } from '../../contract/webhook-store.ts';
import { PostgresWay } from '../../support/postgres-way.ts';
import { storeMemberWithToken, storeSettings, storeTeam } from '../../support/stored-team.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server[Symbol.asyncDispose]());

async function createStore(): Promise<StoreUnderTest> {
  const url = await server.createDatabase();
  const opened: SqlStore[] = [];
  const open = async () => {
    const store = openPostgresStore({ url, warn: () => undefined });
    await store.prepare();
    opened.push(store);
    return store;
  };
  return {
    store: await open(),
    openAnother: open,
    passPolling: () => undefined,
    async [Symbol.asyncDispose]() {
      for (const store of opened) await store.close();
    },
  };
}

storeContract('PostgreSQL', createStore);
presenceStoreContract('PostgreSQL', createStore);
accountStoreContract('PostgreSQL', createStore);
contactStoreContract('PostgreSQL', createStore);
webhookStoreContract('PostgreSQL', createStore);

it('AC3: signs out who has just connected, while webhooks are told of that', async () => {
  const url = await server.createDatabase();
  const store = openPostgresStore({ url, warn: () => undefined });
  await store.prepare();
  await storeTeam(store);
  await storeMemberWithToken(store, { memberId: 'bo', role: 'agent', token: 'ampel_bo' });
  const webhook = {
    webhookId: 'hook',
    teamId: 'team',
    url: 'https://example.com/ampel',
    events: ['status.changed'] as const,
    active: true,
    createdBy: null,
    createdAt: 0,
    failingSince: null,
  };
  await store.change('team', (tx) => tx.webhooks.add(webhook, 'whsec_not-a-secret'));
  const online = { memberId: 'bo', status: 'online', cause: 'signed-in', since: 5 } as const;
  const beside = new pg.Client({ connectionString: url });
  await beside.connect();
  const { saving, revoked } = await store.change('team', async (tx) => {
    const saving = store.savePresence({
      entries: [{ ...online, deviceName: 'laptop' }],
      devices: new Map(),
      connected: { tokenHashes: [hashToken('ampel_bo')], at: 5 },
    });
    const isWaiting = 'SELECT 1 FROM pg_locks WHERE NOT granted';
    await expect.poll(async () => (await beside.query(isWaiting)).rowCount).toBeGreaterThan(0);
    return { saving: Promise.allSettled([saving]), revoked: await tx.tokens.revokeAll('bo') };
  });
  expect(revoked).toBe(1);
  expect(await saving).toEqual([{ status: 'fulfilled', value: undefined }]);
  await beside.end();
  await store.close();
});

describe('a PostgreSQL that does not answer', () => {
  it('is said in a coded refusal, and comes back by itself', async () => {
    await using own = await PostgresServer.start();
    const warnings: string[] = [];
    const url = await own.createDatabase();
    const store = openPostgresStore({ url, warn: (text) => warnings.push(text) });
    await store.prepare();
    await storeTeam(store);
    await own.stop();
    await expect(store.team('team')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(storeTeam(store, 'other', 'Other')).rejects.toMatchObject({ code: 'unavailable' });
    await own.run();
    expect(await store.team('team')).toMatchObject({ name: 'Support' });
    expect(warnings.length).toBeGreaterThan(0);
    await store.close();
  });

  it('is said to the operator at the start, without the password', async () => {
    const url = 'postgres://ampel:secret@127.0.0.1:1/ampel';
    const store = openPostgresStore({ url, warn: () => undefined });
    const failed = await store.prepare().catch((error: unknown) => error);
    await store.close();
    expect(failed).toBeInstanceOf(OperatorError);
    expect(String(failed)).toContain('postgres://127.0.0.1:1/ampel');
    expect(String(failed)).not.toContain('secret');
  });
});

describe('connections that the network has forgotten', () => {
  it('are given up and made anew: what others change is heard again, too', async () => {
    const direct = await server.createDatabase();
    await using way = await PostgresWay.to(direct);
    const warnings: string[] = [];
    const warn = (text: string) => warnings.push(text);
    const store = openPostgresStore({ url: way.url, warn, use: 'alone' });
    await store.prepare();
    await storeTeam(store);
    let heard = 0;
    store.onExternalChange(() => {
      heard += 1;
    });
    way.forget();
    await expect(store.team('team')).rejects.toMatchObject({ code: 'unavailable' });
    await vi.waitFor(async () => expect(await store.team('team')).toMatchObject({}), 5_000);
    const other = openPostgresStore({ url: direct, warn });
    await other.prepare();
    await expect
      .poll(
        async () => {
          await storeSettings(other, { holdSeconds: heard }, { memberId: 'ada', at: 1 });
          return heard;
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBeGreaterThan(1);
    await other.close();
    // Until PostgreSQL notices, the server's own lock from before is in the way.
    await vi.waitFor(() => expect(warnings.at(-1)).toContain('is taken'), 20_000);
    way.end();
    await vi.waitFor(() => expect(warnings.at(-1)).toContain('may use the database again'), 20_000);
    const second = openPostgresStore({ url: direct, warn, use: 'alone' });
    await expect(second.prepare()).rejects.toThrow(/Another Ampel server uses the database/);
    await second.close();
    await store.close();
  }, 40_000);
});

describe('a statement that takes too long', () => {
  it('is given up by PostgreSQL, after the time that the address says', async () => {
    const url = `${await server.createDatabase()}&statement_timeout=300&query_timeout=20000`;
    const warnings: string[] = [];
    const warn = (text: string) => warnings.push(text);
    const pool = impatientPool({ url, warn, onAnswering: () => undefined });
    const sleep = async (seconds: number) => {
      const client = await pool.connect();
      await client.query('SELECT pg_sleep($1)', [seconds]).finally(() => client.release());
    };
    await expect(sleep(10)).rejects.toMatchObject({ code: 'unavailable' });
    await sleep(0);
    // It has answered, so nobody else is turned away.
    expect(warnings).toEqual([]);
    await pool.end();
  });
});

describe('a PostgreSQL that a server uses', () => {
  it('has one server at a time, and any number of other processes', async () => {
    const url = await server.createDatabase();
    const warn = () => undefined;
    const first = openPostgresStore({ url, warn, use: 'alone' });
    await first.prepare();
    const second = openPostgresStore({ url, warn, use: 'alone' });
    await expect(second.prepare()).rejects.toThrow(/Another Ampel server uses the database/);
    await second.close();
    const admin = openPostgresStore({ url, warn });
    await admin.prepare();
    await admin.close();
    await first.close();
    const next = openPostgresStore({ url, warn, use: 'alone' });
    await next.prepare();
    await next.close();
  });

  it('has any number of servers of a cluster, but none that is alone beside them', async () => {
    const url = await server.createDatabase();
    const warn = () => undefined;
    const open = (use: 'alone' | 'in-cluster') => openPostgresStore({ url, warn, use });
    const first = open('in-cluster');
    const second = open('in-cluster');
    await first.prepare();
    await second.prepare();
    await first.close();
    const alone = open('alone');
    await expect(alone.prepare()).rejects.toThrow(/Another .* same REDIS_URL/);
    await alone.close();
    await second.close();
    const next = open('alone');
    await next.prepare();
    const third = open('in-cluster');
    await expect(third.prepare()).rejects.toThrow(/without REDIS_URL uses the database/);
    await third.close();
    await next.close();
  }, 20_000);

  it('waits a moment for a server that was killed to be gone', async () => {
    const url = await server.createDatabase();
    const warn = () => undefined;
    const first = openPostgresStore({ url, warn, use: 'alone' });
    await first.prepare();
    const second = openPostgresStore({ url, warn, use: 'alone' });
    const prepared = second.prepare();
    await first.close();
    await prepared;
    await second.close();
  });
});
