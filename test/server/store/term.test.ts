import pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/server/store/store.ts';
import { closed } from '../../../src/shared/domain/contact-steps.ts';
import { DATABASES, deploymentsOn } from '../../support/deployments.ts';
import { dump, fillStore, openStoreAt } from '../../support/full-store.ts';

type Write = (store: Store) => Promise<unknown>;

/** Deliveries of a webhook by what has become of them, the latest first. */
const WAITING = 0;
const CLAIMED = 1;

/** Every way in which a server writes to the store. */
const WRITES: Readonly<Record<string, Write>> = {
  'a new team': (store) =>
    store.addTeam({ teamId: 'sales', name: 'Sales', createdAt: 0 }, async () => undefined),
  'a change of the team': (store) => store.change('team', (tx) => tx.rename('Help')),
  'a choice': (store) =>
    store.changeChoice('bo', () => ({
      choice: 'busy',
      madeAt: 1,
      madeOn: null,
      until: null,
      note: null,
      fallback: 'online',
    })),
  'what has become of presence': (store) =>
    store.savePresence({
      entries: [
        { memberId: 'bo', status: 'online', cause: 'signed-in', since: 1, deviceName: null },
      ],
      devices: new Map(),
    }),
  'whom somebody watches': (store) => store.watch('ada', 'bo', false),
  'that history is forgotten': (store) => store.forgetHistory(Date.now()),
  'that contacts are forgotten': (store) => store.forgetContacts(Date.now()),
  'that browsers are signed out': (store) =>
    store.forgetBrowserSessions(Date.now(), new Set<string>()),
  'that requests are forgotten': (store) => store.forgetRequests(Date.now()),
  'that links are forgotten': (store) => store.forgetLinks(Date.now()),
  'that a delivery is claimed': async (store) => {
    // The one that is claimed already, when its time is over.
    await store.deliveries.claim({ webhookId: 'webhook', now: 1e15, until: 2e15, limit: 9 });
  },
  'that a delivery has arrived': async (store) =>
    store.deliveries.delivered(await delivery(store, CLAIMED), { at: 1, httpStatus: 200 }),
  'that a delivery has failed': async (store) => {
    const outcome = { at: 1, httpStatus: 500, problem: 'no', nextAttemptAt: 2 };
    return store.deliveries.failed(await delivery(store, CLAIMED), outcome);
  },
  'that a delivery is due': async (store) =>
    store.deliveries.release(await delivery(store, WAITING), 1),
  'that all deliveries are due': (store) => store.deliveries.releaseAll(1),
  'that deliveries are forgotten': (store) => store.deliveries.forget(Date.now() + 1),
};

async function delivery(store: Store, index: number): Promise<string> {
  const deliveries = await store.read.webhooks.deliveries('webhook', { limit: 9 });
  return deliveries[index]?.deliveryId ?? 'none';
}

/** Puts into a store what each of the writes has something to do with. */
async function fill(store: Store): Promise<void> {
  await fillStore(store);
  await store.change('team', async (tx) => {
    const waiting = await tx.contacts.find('contact');
    if (waiting !== null) {
      await tx.contacts.save({ ...waiting, contact: closed(waiting.contact, 2_000) });
    }
    const session = { tokenId: 'web', tokenHash: 'web', memberId: 'ada', kind: 'web' } as const;
    await tx.tokens.issue({ ...session, deviceId: null, deviceName: 'Firefox', createdAt: 1 });
    const at = Date.now();
    for (const covered of [false, true]) {
      await tx.outbox.add({ event: 'coverage.changed', at, covered, since: at });
    }
  });
  const claim = () =>
    store.deliveries.claim({ webhookId: 'webhook', now: 1e14, until: 2e14, limit: 1 });
  const [first] = await claim();
  await store.deliveries.delivered(first?.deliveryId ?? 'none', { at: 1, httpStatus: 200 });
  await claim();
}

describe.each(DATABASES)('the terms of those who lead, on %s', (kind) => {
  const deploy = deploymentsOn(kind);

  /** A store, and the same as another server has it. */
  async function setUp() {
    const deployment = await deploy();
    const store = await openStoreAt(deployment.store);
    const other = await openStoreAt(deployment.store);
    return {
      config: deployment.store,
      store,
      other,
      async [Symbol.asyncDispose]() {
        await store.close();
        await other.close();
        await deployment[Symbol.asyncDispose]();
      },
    };
  }

  it('are counted, whichever server begins one', async () => {
    await using t = await setUp();
    expect(await t.store.beginTerm()).toBe(1);
    expect(await t.other.beginTerm()).toBe(2);
    const both = await Promise.all([t.store.beginTerm(), t.other.beginTerm()]);
    expect(both.toSorted()).toEqual([3, 4]);
  });

  it.each(Object.keys(WRITES))('keep out of the store: %s, of an earlier term', async (name) => {
    const write = WRITES[name] as Write;
    await using t = await setUp();
    await fill(t.store);
    const earlier = t.store.inTerm(await t.store.beginTerm());
    const now = t.other.inTerm(await t.other.beginTerm());
    const before = await dump(t.config);
    await expect(write(earlier)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await dump(t.config)).toEqual(before);
    expect(await earlier.team('team')).toMatchObject({ name: 'Support' });
    await write(now);
    expect(await dump(t.config)).not.toEqual(before);
  });

  it('do not concern who need not lead', async () => {
    await using t = await setUp();
    await fill(t.store);
    await t.other.beginTerm();
    await t.store.change('team', (tx) => tx.rename('Help'));
    expect(await t.other.team('team')).toMatchObject({ name: 'Help' });
  });

  it('let whoever leads hear of deliveries that this server has added outside of them', async () => {
    await using t = await setUp();
    await fill(t.store);
    let heard = 0;
    t.store.inTerm(await t.store.beginTerm()).deliveries.onAdded(() => {
      heard += 1;
    });
    await t.store.change('team', (tx) =>
      tx.outbox.add({ event: 'coverage.changed', at: 1, covered: true, since: 1 }),
    );
    expect(heard).toBe(1);
  });

  if (kind === 'SQLite') return;

  /** Resolves when so many wait for something that somebody else has locked. */
  async function waiting(databaseUrl: string | null, count: number): Promise<void> {
    const client = new pg.Client({ connectionString: databaseUrl ?? '' });
    await client.connect();
    await expect
      .poll(async () => (await client.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount)
      .toBe(count);
    await client.end();
  }

  it('begin when what was being written in the one before is there, and nothing comes after', async () => {
    await using t = await setUp();
    await fill(t.store);
    const earlier = t.store.inTerm(await t.store.beginTerm());
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const underWay = earlier.change('team', async (tx) => {
      begun.resolve();
      await gate.promise;
      await tx.rename('Help');
    });
    await begun.promise;
    const next = t.other.beginTerm().then(() => t.other.team('team'));
    await waiting(t.config.databaseUrl, 1);
    const late = earlier.watch('ada', 'bo', false).catch((error: unknown) => error);
    await waiting(t.config.databaseUrl, 2);
    gate.resolve();
    await underWay;
    expect(await next).toMatchObject({ name: 'Help' });
    expect(await late).toMatchObject({ code: 'unavailable' });
    expect((await t.store.watches('team')).get('ada')).toEqual(['bo']);
  });

  it('begin without a server that was frozen while it wrote, of which nothing is kept then', async () => {
    await using t = await setUp();
    await fill(t.store);
    const earlier = t.store.inTerm(await t.store.beginTerm());
    const frozen = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const underWay = earlier.change('team', async (tx) => {
      await tx.rename('Help');
      begun.resolve();
      await frozen.promise;
    });
    await begun.promise;
    const startedAt = performance.now();
    await t.other.beginTerm();
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    frozen.resolve();
    await expect(underWay).rejects.toMatchObject({ code: 'unavailable' });
    expect(await t.store.team('team')).toMatchObject({ name: 'Support' });
  }, 15_000);
});
