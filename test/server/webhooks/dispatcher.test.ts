import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import Fastify from 'fastify';
import { describe, expect, it, vi } from 'vitest';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import { Dispatcher } from '../../../src/server/webhooks/dispatcher.ts';
import { deliveryBodySchema } from '../../../src/shared/api/webhook-events.ts';
import { Refusal } from '../../../src/shared/protocol/errors.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { type Answering, Receiver } from '../../support/receiver.ts';
import { storeMember, storeTeam } from '../../support/stored-team.ts';
import { temporaryFolder } from '../../support/team-server.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const SECRET = 'whsec_not-a-secret';

/** A team of Ada and Bo with a webhook that leads to a real receiver. */
async function setUp() {
  const stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const receiver = stack.use(await Receiver.start());
  const clock = new ManualClock();
  const store = openSqliteStore(folder.path, clock);
  stack.defer(() => store.close());
  await storeTeam(store);
  for (const name of ['Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Flo']) {
    const memberId = name.toLowerCase();
    const email = `${memberId}@example.com`;
    await storeMember(store, {
      memberId,
      teamId: 'team',
      email,
      name,
      role: 'agent',
      createdAt: 0,
    });
  }
  const add = (webhookId: string, url: string) =>
    store.change('team', (tx) =>
      tx.webhooks.add(
        {
          webhookId,
          teamId: 'team',
          url,
          events: ['status.changed'],
          active: true,
          createdBy: null,
          createdAt: 0,
          failingSince: null,
        },
        SECRET,
      ),
    );
  await add('hook', receiver.url);
  const logged: string[] = [];
  const stream = { write: (line: string) => logged.push(line) };
  const logger = Fastify({ logger: { level: 'info', stream } }).log;
  const dispatch = (more = {}) => {
    const options = { store, clock, logger, random: () => 0.5, allowPrivate: true, ...more };
    const dispatcher = new Dispatcher(options);
    stack.defer(() => dispatcher.close());
    dispatcher.start();
    return dispatcher;
  };
  const log = async (webhookId = 'hook') =>
    (await store.read.webhooks.deliveries(webhookId, { limit: 100 })).toReversed();
  return {
    store,
    clock,
    receiver,
    logged,
    add,
    dispatch,
    log,
    enter: (memberId: string, status: 'online' | 'busy' | 'offline') =>
      store.savePresence({
        entries: [{ memberId, status, cause: 'chosen', since: clock.now(), deviceName: 'PC' }],
        devices: new Map(),
      }),
    /** Resolves when a delivery has been tried that often. */
    tried: (attempts: number, index = 0) =>
      expect.poll(async () => (await log())[index]?.attempts).toBe(attempts),
    statuses: () =>
      receiver.events.map(({ member, status }) => [(member as { name: string }).name, status]),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe('a delivery', () => {
  it('WH2: is posted as JSON, and its signature proves secret, time and body', async () => {
    await using t = await setUp();
    t.dispatch();
    await t.enter('ada', 'online');
    await t.tried(1);
    const [got] = t.receiver.received;
    const [delivery] = await t.log();
    expect(delivery).toMatchObject({ state: 'delivered', httpStatus: 204, problem: null });
    expect(got?.path).toBe('/hook');
    expect(got?.headers).toMatchObject({
      'content-type': 'application/json',
      'ampel-event': 'status.changed',
      'ampel-delivery': delivery?.deliveryId,
    });
    const seconds = Math.floor(t.clock.now() / 1000);
    const proof = createHmac('sha256', SECRET).update(`${seconds}.${got?.body}`).digest('hex');
    expect(got?.headers['ampel-signature']).toBe(`t=${seconds},v1=${proof}`);
    expect(deliveryBodySchema.parse(JSON.parse(got?.body ?? ''))).toEqual({
      deliveryId: delivery?.deliveryId,
      teamId: 'team',
      event: 'status.changed',
      at: t.clock.now(),
      member: { memberId: 'ada', name: 'Ada' },
      before: null,
      status: 'online',
      cause: 'chosen',
    });
  });

  it('WH2, WH3: is tried again after longer and longer, with the same id and body, and then the next follows', async () => {
    await using t = await setUp();
    t.receiver.answers.push(500, 503, 404);
    t.dispatch();
    await t.enter('ada', 'online');
    await t.tried(1);
    await t.enter('ada', 'busy');
    expect((await t.store.read.webhooks.all('team'))[0]?.failingSince).toBe(t.clock.now());
    const pauses = [5, 10, 20];
    for (const [index, seconds] of pauses.entries()) {
      const [delivery] = await t.log();
      const nextAttemptAt = t.clock.now() + seconds * SECOND;
      expect(delivery).toMatchObject({ state: 'pending', nextAttemptAt });
      expect(delivery?.problem).toMatch(/^The receiver answered \d+\.$/);
      t.clock.advance(seconds * SECOND - 1);
      expect(t.receiver.received).toHaveLength(index + 1);
      t.clock.advance(1);
      await t.tried(index + 2);
    }
    await t.tried(1, 1);
    expect(t.statuses()).toEqual([
      ...Array.from({ length: 4 }, () => ['Ada', 'online']),
      ['Ada', 'busy'],
    ]);
    expect(new Set(t.receiver.received.slice(0, 4).map(({ body }) => body)).size).toBe(1);
    const times = t.receiver.received.map(({ headers }) => headers['ampel-signature']);
    expect(new Set(times).size).toBe(5);
    expect((await t.store.read.webhooks.all('team'))[0]?.failingSince).toBeNull();
  });

  it('WH2: is given up after a day of attempts, and what comes after it is tried', async () => {
    await using t = await setUp();
    t.receiver.answers.push(...Array.from({ length: 34 }, () => 500));
    t.dispatch();
    await t.enter('ada', 'online');
    await t.enter('ada', 'busy');
    const begin = t.clock.now();
    await t.tried(1);
    for (let attempts = 1; attempts < 34; attempts += 1) {
      const [delivery] = await t.log();
      if (delivery?.state !== 'pending') throw new Error('given up too early');
      t.clock.advance(delivery.nextAttemptAt - t.clock.now());
      await t.tried(attempts + 1);
    }
    expect(t.clock.now() - begin).toBeGreaterThan(DAY);
    expect(t.clock.now() - begin).toBeLessThan(DAY + HOUR);
    expect((await t.log())[0]).toMatchObject({ state: 'given-up', httpStatus: 500 });
    await t.tried(1, 1);
    expect((await t.log())[1]).toMatchObject({ state: 'delivered' });
    expect(t.statuses().at(-1)).toEqual(['Ada', 'busy']);
  });

  it('WH2: has failed where there is no answer in 10 s, or none at all', async () => {
    await using t = await setUp();
    const silent: Answering = () => undefined;
    const cut: Answering = (response) => response.destroy();
    t.receiver.answers.push(silent, cut);
    t.dispatch();
    await t.enter('ada', 'online');
    await expect.poll(() => t.receiver.received).toHaveLength(1);
    t.clock.advance(9_999);
    expect((await t.log())[0]).toMatchObject({ attempts: 0 });
    t.clock.advance(1);
    await t.tried(1);
    expect((await t.log())[0]).toMatchObject({
      httpStatus: null,
      problem: 'There was no answer within 10 s.',
    });
    t.clock.advance(5 * SECOND);
    await t.tried(2);
    expect((await t.log())[0]).toMatchObject({
      httpStatus: null,
      problem: 'The connection was ended before there was an answer.',
    });
  });

  it('WH2: follows no redirect', async () => {
    await using t = await setUp();
    const other = await Receiver.start();
    t.receiver.answers.push((response) => response.writeHead(307, { location: other.url }).end());
    t.dispatch();
    await t.enter('ada', 'online');
    await t.tried(1);
    expect((await t.log())[0]).toMatchObject({ state: 'pending', httpStatus: 307 });
    expect((await t.log())[0]?.problem).toContain('redirect');
    expect(other.received).toEqual([]);
    await other[Symbol.asyncDispose]();
  });

  it('WH4: reads no more than a little of the answer, however long that goes on', async () => {
    await using t = await setUp();
    let written = 0;
    const endless: Answering = (response) => {
      response.writeHead(200);
      const write = () => {
        while (!response.destroyed && written < 1e9) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536))) {
            response.once('drain', write);
            return;
          }
        }
      };
      write();
    };
    t.receiver.answers.push(endless);
    t.dispatch();
    await t.enter('ada', 'online');
    await t.tried(1);
    expect((await t.log())[0]).toMatchObject({ state: 'delivered', httpStatus: 200 });
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it('WH4: names in the log neither the address nor the secret nor what was sent', async () => {
    await using t = await setUp();
    t.receiver.answers.push(500, 410);
    t.dispatch();
    await t.enter('ada', 'online');
    await t.tried(1);
    t.clock.advance(5 * SECOND);
    await t.tried(2);
    await expect.poll(() => t.logged.join()).toContain('switched off');
    expect(t.logged.join()).not.toMatch(/127\.0\.0\.1|whsec|Ada|online/);
  });
});

describe('the deliveries of a webhook', () => {
  it('WH3: arrive in their order for a subject, and side by side for different ones', async () => {
    await using t = await setUp();
    const held: ServerResponse[] = [];
    const hold: Answering = (response) => held.push(response);
    t.receiver.answers.push(hold, hold, hold, hold);
    t.dispatch();
    for (const memberId of ['ada', 'bo', 'cy', 'di', 'ed', 'flo']) {
      await t.enter(memberId, 'online');
      await t.enter(memberId, 'busy');
    }
    await expect.poll(() => held).toHaveLength(4);
    expect(t.statuses().map(([, status]) => status)).toEqual(Array(4).fill('online'));
    held.pop()?.writeHead(200).end();
    // One way is free, and everything goes through it that waits for none of the other three.
    await expect.poll(() => t.receiver.received).toHaveLength(9);
    for (const response of held) response.writeHead(200).end();
    await expect.poll(() => t.receiver.received).toHaveLength(12);
    const statuses = t.statuses();
    expect(statuses).toHaveLength(12);
    for (const name of ['Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Flo']) {
      const ofMember = statuses.filter(([who]) => who === name).map(([, status]) => status);
      expect(ofMember).toEqual(['online', 'busy']);
    }
  });

  it('WH3: do not wait for those of another webhook whose receiver is silent', async () => {
    await using t = await setUp();
    const other = await Receiver.start();
    await t.add('other', other.url);
    const silent: Answering = () => undefined;
    t.receiver.answers.push(silent, silent, silent, silent, silent, silent);
    t.dispatch();
    for (const memberId of ['ada', 'bo', 'cy', 'di', 'ed', 'flo'])
      await t.enter(memberId, 'online');
    await expect.poll(() => other.received).toHaveLength(6);
    await expect.poll(() => t.receiver.received).toHaveLength(4);
    await other[Symbol.asyncDispose]();
  });

  it('WH2: end with a webhook whose receiver is gone for good, which the audit log tells', async () => {
    await using t = await setUp();
    t.receiver.answers.push(410);
    t.dispatch();
    await t.enter('ada', 'online');
    await t.enter('ada', 'busy');
    const webhook = async () => (await t.store.read.webhooks.all('team'))[0];
    await expect.poll(webhook).toMatchObject({ active: false });
    expect(await t.log()).toMatchObject([
      { state: 'given-up', attempts: 1, httpStatus: 410 },
      { state: 'given-up', attempts: 0 },
    ]);
    await t.enter('ada', 'offline');
    expect(await t.log()).toHaveLength(2);
    expect(await t.store.read.audit.entries('team', { limit: 1 })).toMatchObject([
      { action: 'webhook.changed', actor: { kind: 'system' }, after: { active: false } },
    ]);
  });

  it('WH2: are tried at once when one arrives at the address that was put right', async () => {
    await using t = await setUp();
    t.receiver.usually = 500;
    t.dispatch();
    await t.enter('ada', 'online');
    for (const [index, seconds] of [5, 10, 20].entries()) {
      await t.tried(index + 1);
      t.clock.advance(seconds * SECOND);
    }
    await t.tried(4);
    t.receiver.usually = 204;
    const url = `${t.receiver.url}-mended`;
    await t.store.change('team', (tx) => tx.webhooks.change('hook', { url }));
    await t.enter('bo', 'online');
    await t.tried(1, 1);
    await t.tried(5);
    expect(await t.log()).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
  });

  it('WH3: reach the address that was put right meanwhile where the one before is gone for good', async () => {
    await using t = await setUp();
    const held: ServerResponse[] = [];
    t.receiver.answers.push((response) => held.push(response));
    t.dispatch();
    await t.enter('ada', 'online');
    await expect.poll(() => held).toHaveLength(1);
    const url = `${t.receiver.url}-moved`;
    await t.store.change('team', (tx) => tx.webhooks.change('hook', { url }));
    held[0]?.writeHead(410).end();
    await t.tried(1);
    t.clock.advance(5 * SECOND);
    await t.tried(2);
    expect(await t.log()).toMatchObject([{ state: 'delivered' }]);
    expect(t.receiver.received.map(({ path }) => path)).toEqual(['/hook', '/hook-moved']);
    expect(await t.store.read.webhooks.all('team')).toMatchObject([{ active: true }]);
  });

  it('WH3: go on after a restart where they were, what was cut off first', async () => {
    await using t = await setUp();
    const silent: Answering = () => undefined;
    t.receiver.answers.push(silent, 500);
    const first = t.dispatch();
    await t.enter('ada', 'online');
    await t.enter('ada', 'busy');
    await expect.poll(() => t.receiver.received).toHaveLength(1);
    await first.close();
    expect((await t.log())[0]).toMatchObject({ state: 'pending', attempts: 0 });
    const second = t.dispatch();
    await t.tried(1);
    await second.close();
    t.clock.advance(5 * SECOND);
    t.dispatch();
    await t.tried(1, 1);
    expect(t.statuses().map(([, status]) => status)).toEqual([
      'online',
      'online',
      'online',
      'busy',
    ]);
    const ids = t.receiver.events.slice(0, 3).map(({ deliveryId }) => deliveryId);
    expect(new Set(ids).size).toBe(1);
  });

  it('WH3: that a process left behind are sent by another one when its time is over', async () => {
    await using t = await setUp();
    await t.enter('ada', 'online');
    const now = t.clock.now();
    const claimed = await t.store.deliveries.claim({
      webhookId: 'hook',
      now,
      until: now + 30 * SECOND,
      limit: 1,
    });
    expect(claimed).toHaveLength(1);
    t.dispatch();
    await expect.poll(() => t.clock.pending).toBe(1);
    t.clock.advance(30 * SECOND - 1);
    expect(t.receiver.received).toEqual([]);
    t.clock.advance(1);
    await t.tried(1);
  });

  it('WH3: go on after a claim that failed, while nothing else is on its way', async () => {
    await using t = await setUp();
    const away = new Refusal('unavailable', 'The database does not answer.');
    vi.spyOn(t.store.deliveries, 'claim').mockRejectedValueOnce(away);
    t.dispatch();
    await t.enter('ada', 'online');
    await expect
      .poll(async () => {
        t.clock.advance(1_000);
        return (await t.log())[0]?.state;
      })
      .toBe('delivered');
    expect(t.receiver.received).toHaveLength(1);
  });

  it('WH3: are sent once by several processes', async () => {
    await using t = await setUp();
    for (let count = 0; count < 4; count += 1) t.dispatch();
    for (const memberId of ['ada', 'bo', 'cy', 'di', 'ed', 'flo']) {
      await t.enter(memberId, 'online');
      await t.enter(memberId, 'busy');
    }
    await expect
      .poll(async () => (await t.log()).every(({ state }) => state === 'delivered'))
      .toBe(true);
    expect(t.receiver.received).toHaveLength(12);
  });
});
