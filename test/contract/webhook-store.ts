import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/server/store/store.ts';
import type { StoredWebhook } from '../../src/server/store/webhooks.ts';
import { storeMember } from '../support/stored-team.ts';
import { ada, type StoreUnderTest, withTeam } from './store-under-test.ts';

const MINUTE = 60_000;

const hook: StoredWebhook = {
  webhookId: 'hook',
  teamId: 'team',
  url: 'https://example.com/hook',
  events: ['status.changed', 'coverage.changed'],
  active: true,
  createdBy: 'ada',
  createdAt: 1,
  failingSince: null,
};

/** What every store does with webhooks, their deliveries and coverage. `create` answers an empty one. */
export function webhookStoreContract(name: string, create: () => Promise<StoreUnderTest>): void {
  /** A store in which Ada and Bo are members and their team has a webhook. */
  async function setUp() {
    const under = await withTeam(create);
    await add(under.store, hook);
    return under;
  }

  const add = (store: Store, webhook: StoredWebhook) =>
    store.change('team', (tx) => tx.webhooks.add(webhook, `secret of ${webhook.webhookId}`));

  const enter = (
    store: Store,
    memberId: string,
    status: 'online' | 'busy' | 'offline',
    since: number,
  ) => {
    const cause = 'chosen' as const;
    const entries = [{ memberId, status, cause, since, deviceName: 'Laptop' }];
    return store.savePresence({ entries, devices: new Map() });
  };

  const tellCoverage = (store: Store, at: number, covered = true) =>
    store.change('team', (tx) =>
      tx.outbox.add({ event: 'coverage.changed', at, covered, since: at }),
    );

  const claim = (store: Store, now: number, limit = 10, webhookId = 'hook') =>
    store.deliveries.claim({ webhookId, now, until: now + MINUTE, limit });

  const log = async (store: Store, webhookId = 'hook') =>
    (await store.read.webhooks.deliveries(webhookId, { limit: 100 })).toReversed();

  describe(`${name} as a store of webhooks`, () => {
    it('keeps webhooks in the order in which they were added, and what is changed of them', async () => {
      await using t = await setUp();
      const second = { ...hook, webhookId: 'a-second', createdAt: 2, events: ['contact.returned'] };
      await add(t.store, second as StoredWebhook);
      expect(await t.store.read.webhooks.all('team')).toEqual([hook, second]);
      const change = { url: 'https://example.org/', active: false };
      const after = await t.store.change('team', (tx) => tx.webhooks.change('hook', change));
      expect(after).toEqual({ ...hook, ...change });
      expect(await t.store.read.webhooks.all('team')).toEqual([after, second]);
      const unknown = t.store.change('team', (tx) => tx.webhooks.change('x', { active: true }));
      await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
    });

    it('puts a status that is entered on its way with the same transaction, without the device', async () => {
      await using t = await setUp();
      let told = 0;
      t.store.deliveries.onAdded(() => {
        told += 1;
      });
      await enter(t.store, 'ada', 'online', 1_000);
      await enter(t.store, 'ada', 'busy', 2_000);
      expect(told).toBe(2);
      const [first, second] = await log(t.store);
      expect([first, second]).toMatchObject([
        { no: 1, event: 'status.changed', state: 'pending', attempts: 0, nextAttemptAt: 1_000 },
        { no: 2, event: 'status.changed', state: 'pending', attempts: 0, nextAttemptAt: 2_000 },
      ]);
      const [claimed] = await claim(t.store, 2_000);
      expect(claimed).toMatchObject({ url: hook.url, secret: 'secret of hook', teamId: 'team' });
      expect(JSON.parse(claimed?.body ?? '')).toEqual({
        deliveryId: first?.deliveryId,
        teamId: 'team',
        event: 'status.changed',
        at: 1_000,
        member: { memberId: 'ada', name: 'Ada' },
        before: null,
        status: 'online',
        cause: 'chosen',
      });
      await t.store.deliveries.delivered(first?.deliveryId ?? '', { at: 2_000, httpStatus: 204 });
      const [next] = await claim(t.store, 2_000);
      expect(JSON.parse(next?.body ?? '')).toMatchObject({ before: 'online', status: 'busy' });
    });

    it('tells what became of a status that lasted no time, too', async () => {
      await using t = await setUp();
      await enter(t.store, 'ada', 'online', 1_000);
      await enter(t.store, 'ada', 'busy', 1_000);
      await enter(t.store, 'ada', 'offline', 1_000);
      const seen: unknown[] = [];
      for (const _ of [1, 2, 3]) {
        const [one] = await claim(t.store, 1_000);
        const { before, status } = JSON.parse(one?.body ?? '');
        seen.push([before, status]);
        await t.store.deliveries.delivered(one?.deliveryId ?? '', { at: 1_000, httpStatus: 200 });
      }
      expect(seen).toEqual([
        [null, 'online'],
        ['online', 'busy'],
        ['busy', 'offline'],
      ]);
    });

    it('tells of a status once, also where it is saved once more', async () => {
      await using t = await setUp();
      for (const _ of [1, 2]) await enter(t.store, 'ada', 'online', 1_000);
      expect(await log(t.store)).toMatchObject([{ no: 1, event: 'status.changed' }]);
    });

    it('keeps nothing of a change that fails', async () => {
      await using t = await setUp();
      let told = 0;
      t.store.deliveries.onAdded(() => {
        told += 1;
      });
      const failing = t.store.change('team', async (tx) => {
        await tx.outbox.add({ event: 'coverage.changed', at: 1, covered: true, since: 1 });
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await log(t.store)).toEqual([]);
      expect(told).toBe(0);
    });

    it('tells each webhook what it asked for, and none that is switched off', async () => {
      await using t = await setUp();
      await add(t.store, { ...hook, webhookId: 'off', active: false });
      await add(t.store, { ...hook, webhookId: 'other', events: ['contact.assigned'] });
      await enter(t.store, 'ada', 'online', 1_000);
      await t.store.change('team', (tx) =>
        tx.outbox.add({
          event: 'contact.assigned',
          at: 5,
          contact: {
            contactId: 'c1',
            customer: 'Grace',
            subject: null,
            channel: null,
            externalId: null,
            link: null,
            arrivedAt: 1,
            state: 'assigned',
            memberId: 'ada',
            assignedAt: 5,
            assignedBy: 'queue',
          },
        }),
      );
      expect((await log(t.store)).map(({ event }) => event)).toEqual(['status.changed']);
      expect((await log(t.store, 'other')).map(({ event }) => event)).toEqual(['contact.assigned']);
      expect(await log(t.store, 'off')).toEqual([]);
      expect((await t.store.deliveries.due(1_000)).toSorted()).toEqual(['hook', 'other']);
    });

    it('lets later events of a subject wait for the earlier, and others not', async () => {
      await using t = await setUp();
      await enter(t.store, 'ada', 'online', 1);
      await enter(t.store, 'ada', 'busy', 2);
      await enter(t.store, 'bo', 'online', 3);
      await tellCoverage(t.store, 4);
      const numbers = async (now: number) => {
        const claimed = (await claim(t.store, now)).map(({ deliveryId }) => deliveryId);
        const all = await log(t.store);
        return all.filter((one) => claimed.includes(one.deliveryId)).map(({ no }) => no);
      };
      expect(await numbers(10)).toEqual([1, 3, 4]);
      expect(await numbers(10)).toEqual([]);
      const [first] = await log(t.store);
      const failed = { at: 10, httpStatus: 500, problem: 'no' };
      const { deliveries } = t.store;
      await deliveries.failed(first?.deliveryId ?? '', { ...failed, nextAttemptAt: 500 });
      expect(await numbers(499)).toEqual([]);
      expect(await numbers(500)).toEqual([1]);
      await deliveries.failed(first?.deliveryId ?? '', { ...failed, nextAttemptAt: null });
      expect(await numbers(501)).toEqual([2]);
      expect(await log(t.store)).toMatchObject([
        { state: 'given-up', attempts: 2, lastAttemptAt: 10, httpStatus: 500, problem: 'no' },
        { state: 'pending' },
        { state: 'pending' },
        { state: 'pending' },
      ]);
    });

    it('gives a delivery to one process at a time, and to another when that one is silent', async () => {
      await using t = await setUp();
      const other = await t.openAnother();
      const ids = Array.from({ length: 30 }, (_, index) => `m${index}`);
      for (const memberId of ids) {
        await storeMember(t.store, { ...ada, memberId, email: `${memberId}@example.com` });
        await enter(t.store, memberId, 'online', 1);
      }
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, index) => claim(index % 2 === 0 ? t.store : other, 10, 3)),
      );
      const claimed = claims.flat().map(({ deliveryId }) => deliveryId);
      expect(claimed.length).toBeGreaterThan(0);
      expect(new Set(claimed).size).toBe(claimed.length);
      const rest = await claim(other, 10, 100);
      expect(claimed.length + rest.length).toBe(30);
      expect(await claim(t.store, 10 + MINUTE - 1, 100)).toEqual([]);
      expect(await claim(t.store, 10 + MINUTE, 100)).toHaveLength(30);
    });

    it('frees what was claimed by a server that is gone, and nothing that has to wait', async () => {
      await using t = await setUp();
      for (const memberId of ['ada', 'bo']) await enter(t.store, memberId, 'online', 1);
      const [first] = await claim(t.store, 10, 1);
      await t.store.deliveries.failed(first?.deliveryId ?? '', {
        at: 10,
        httpStatus: 500,
        problem: 'The receiver answered 500.',
        nextAttemptAt: 5_000,
      });
      const [second] = await claim(t.store, 10);
      expect(await claim(t.store, 20)).toEqual([]);
      const other = await t.openAnother();
      await other.deliveries.releaseAll(20);
      expect(await claim(other, 20)).toEqual([second]);
    });

    it('knows what is due now and when something is next', async () => {
      await using t = await setUp();
      expect(await t.store.deliveries.due(1_000)).toEqual([]);
      expect(await t.store.deliveries.nextDueAt(0)).toBeNull();
      await enter(t.store, 'ada', 'online', 500);
      await enter(t.store, 'ada', 'busy', 600);
      expect(await t.store.deliveries.due(499)).toEqual([]);
      expect(await t.store.deliveries.nextDueAt(0)).toBe(500);
      expect(await t.store.deliveries.due(500)).toEqual(['hook']);
      expect(await t.store.deliveries.nextDueAt(500)).toBeNull();
      const [claimed] = await claim(t.store, 500);
      expect(await t.store.deliveries.nextDueAt(500)).toBe(500 + MINUTE);
      await t.store.deliveries.release(claimed?.deliveryId ?? '', 501);
      expect(await t.store.deliveries.due(501)).toEqual(['hook']);
      await t.store.change('team', (tx) => tx.webhooks.change('hook', { active: false }));
      expect(await t.store.deliveries.due(1_000)).toEqual([]);
    });

    it('says since when a webhook fails, and tries the rest at once when it works again', async () => {
      await using t = await setUp();
      await storeMember(t.store, { ...ada, memberId: 'cy', email: 'cy@example.com' });
      for (const memberId of ['ada', 'bo', 'cy']) await enter(t.store, memberId, 'online', 1);
      const failingSince = async () => (await t.store.read.webhooks.all('team'))[0]?.failingSince;
      for (const [index, { deliveryId }] of (await claim(t.store, 10)).entries()) {
        await t.store.deliveries.failed(deliveryId, {
          at: 10 + index,
          httpStatus: null,
          problem: 'There was no answer.',
          nextAttemptAt: 5_000 + index,
        });
      }
      expect(await failingSince()).toBe(10);
      const [arrives, isTried] = await claim(t.store, 5_001);
      await t.store.deliveries.delivered(arrives?.deliveryId ?? '', { at: 5_001, httpStatus: 200 });
      expect(await failingSince()).toBeNull();
      const rest = await claim(t.store, 5_001);
      expect(rest).toHaveLength(1);
      expect(rest[0]?.deliveryId).not.toBe(isTried?.deliveryId);
      expect(await log(t.store)).toMatchObject([
        { state: 'delivered', attempts: 2, lastAttemptAt: 5_001, httpStatus: 200, problem: null },
        { state: 'pending', attempts: 1, lastAttemptAt: 11, httpStatus: null },
        { state: 'pending', attempts: 1, lastAttemptAt: 12, httpStatus: null },
      ]);
    });

    it('ends what is on its way when it is told to, and removes it with the webhook', async () => {
      await using t = await setUp();
      await enter(t.store, 'ada', 'online', 1);
      const [claimed] = await claim(t.store, 10);
      await t.store.change('team', (tx) => tx.webhooks.giveUp('hook', 'Switched off.'));
      await t.store.deliveries.delivered(claimed?.deliveryId ?? '', { at: 20, httpStatus: 200 });
      expect(await log(t.store)).toMatchObject([{ state: 'given-up', problem: 'Switched off.' }]);
      await t.store.change('team', (tx) => tx.webhooks.remove('hook'));
      expect(await log(t.store)).toEqual([]);
      expect(await t.store.read.webhooks.all('team')).toEqual([]);
    });

    it('adds a delivery to try a webhook out, that waits for nothing', async () => {
      await using t = await setUp();
      await enter(t.store, 'ada', 'online', 1);
      const test = () =>
        t.store.change('team', (tx) => tx.webhooks.test('hook', { event: 'test', at: 2 }));
      const delivery = await test();
      expect(delivery).toEqual((await log(t.store)).at(-1));
      await test();
      expect(await claim(t.store, 10)).toHaveLength(3);
    });

    it('lists deliveries in parts, the latest first, and forgets those that have ended', async () => {
      await using t = await setUp();
      for (const at of [1, 2, 3]) await tellCoverage(t.store, at);
      const { webhooks } = t.store.read;
      const part = await webhooks.deliveries('hook', { limit: 2 });
      expect(part.map(({ no }) => no)).toEqual([3, 2]);
      const rest = await webhooks.deliveries('hook', { limit: 2, before: 2 });
      expect(rest.map(({ no }) => no)).toEqual([1]);
      const [first] = await claim(t.store, 10);
      await t.store.deliveries.delivered(first?.deliveryId ?? '', { at: 10, httpStatus: 200 });
      expect(await t.store.deliveries.forget(1)).toBe(0);
      expect(await t.store.deliveries.forget(3)).toBe(1);
      expect((await log(t.store)).map(({ no }) => no)).toEqual([2, 3]);
    });

    it('writes a storm of events whole', async () => {
      await using t = await setUp();
      const entries = Array.from({ length: 170 }, (_, index) => ({
        memberId: index % 2 === 0 ? 'ada' : 'bo',
        status: index % 4 < 2 ? ('online' as const) : ('busy' as const),
        cause: 'chosen' as const,
        since: index,
        deviceName: null,
      }));
      await t.store.savePresence({ entries, devices: new Map() });
      const deliveries = await t.store.read.webhooks.deliveries('hook', { limit: 1_000 });
      expect(deliveries.toReversed().map(({ no }) => no)).toEqual(entries.map((_, i) => i + 1));
    });

    it('keeps the order of a subject whoever writes at the same time', async () => {
      await using t = await setUp();
      const other = await t.openAnother();
      const statuses = Array.from({ length: 10 }, (_, index) =>
        index % 2 === 0 ? ('online' as const) : ('busy' as const),
      );
      const works = async (store: Store, memberId: string) => {
        for (const [at, status] of statuses.entries()) await enter(store, memberId, status, at);
      };
      const covers = async (store: Store) => {
        for (const at of statuses.keys()) await tellCoverage(store, at, at % 2 === 0);
      };
      await Promise.all([works(t.store, 'ada'), works(other, 'bo'), covers(t.store)]);
      const all = await log(t.store);
      expect(all.map(({ no }) => no)).toEqual(all.map((_, index) => index + 1));
      expect(all).toHaveLength(30);
      const seen = new Map<string, unknown[]>();
      for (const _ of statuses) {
        for (const { deliveryId, body } of await claim(t.store, 100)) {
          const { member, status, covered } = JSON.parse(body);
          const subject = member?.memberId ?? 'team';
          seen.set(subject, [...(seen.get(subject) ?? []), status ?? covered]);
          await t.store.deliveries.delivered(deliveryId, { at: 100, httpStatus: 200 });
        }
      }
      expect(seen).toEqual(
        new Map<string, unknown[]>([
          ['ada', statuses],
          ['bo', statuses],
          ['team', statuses.map((status) => status === 'online')],
        ]),
      );
    });

    it('NO6: remembers since when nobody is Online, and when somebody was last', async () => {
      await using t = await setUp();
      expect(await t.store.change('team', (tx) => tx.coverage.toldSince())).toBeNull();
      await t.store.change('team', (tx) => tx.coverage.tell(77));
      const other = await t.openAnother();
      expect(await other.change('team', (tx) => tx.coverage.toldSince())).toBe(77);
      await t.store.change('team', (tx) => tx.coverage.tell(null));
      expect(await t.store.change('team', (tx) => tx.coverage.toldSince())).toBeNull();

      expect(await t.store.lastOnlineAt('team')).toBeNull();
      await enter(t.store, 'ada', 'online', 1);
      expect(await t.store.lastOnlineAt('team')).toBeNull();
      await enter(t.store, 'ada', 'busy', 5);
      await enter(t.store, 'bo', 'busy', 9);
      expect(await t.store.lastOnlineAt('team')).toBe(5);
    });

    it('answers what is recorded of a team within a period', async () => {
      await using t = await setUp();
      await enter(t.store, 'ada', 'online', 100);
      await enter(t.store, 'ada', 'busy', 200);
      await enter(t.store, 'ada', 'offline', 300);
      await enter(t.store, 'bo', 'online', 250);
      const busy = { status: 'busy', from: 200, to: 300 };
      const offline = { status: 'offline', from: 300, to: null };
      const online = { status: 'online', from: 250, to: null };
      expect(await t.store.teamHistory('team', { from: 200, to: 301 })).toEqual(
        new Map([
          ['ada', [busy, offline]],
          ['bo', [online]],
        ]),
      );
      expect(await t.store.teamHistory('team', { from: 200, to: 250, memberId: 'bo' })).toEqual(
        new Map(),
      );
      expect(await t.store.teamHistory('team', { from: 0, to: 251, memberId: 'bo' })).toEqual(
        new Map([['bo', [online]]]),
      );
    });
  });
}
