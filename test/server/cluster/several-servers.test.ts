import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Cluster } from '../../support/cluster.ts';
import type { Serving } from '../../support/command-line.ts';
import type { Account } from '../../support/crowd-member.ts';
import { HttpClient } from '../../support/http-client.ts';
import { RedisServer } from '../../support/redis.ts';
import { WireClient } from '../../support/wire-client.ts';

vi.setConfig({ testTimeout: 60_000 });

let cluster: Cluster;
let leader: Serving;
let carriers: readonly [Serving, Serving];
let ada: Account;
let bo: Account;
let cy: Account;

beforeAll(async () => {
  cluster = await Cluster.start({ processes: 3, crowd: 0, others: 3 });
  leader = await cluster.leads();
  const [one, other] = cluster.servers.filter((server) => server !== leader);
  const [first, second, third] = cluster.others;
  if (one === undefined || other === undefined) throw new Error('three servers are to run');
  if (first === undefined || second === undefined || third === undefined) {
    throw new Error('three are to be in the team');
  }
  carriers = [one, other];
  [ada, bo, cy] = [first, second, third];
});

afterAll(() => cluster[Symbol.asyncDispose]());

function connect({ url }: Serving, { token }: Account, deviceId = 'device-one') {
  return WireClient.connect({ url, token, deviceId });
}

/** The statuses of a member that a client was told of, in order. */
function told(client: WireClient, { memberId }: Account): readonly unknown[] {
  return client.changes
    .filter((change) => change.memberId === memberId)
    .map(({ status }) => status);
}

const choose = (choice: 'online' | 'busy') => ({ choice, ageMs: 0 });

it('SV1, PR9: members see each other whichever servers they are on', async () => {
  using a = await connect(carriers[0], ada);
  using b = await connect(carriers[1], bo);
  using c = await connect(leader, cy);
  const all = [
    { account: ada, client: a },
    { account: bo, client: b },
    { account: cy, client: c },
  ];
  for (const choice of ['busy', 'online'] as const) {
    for (const { account, client } of all) {
      expect(await client.ask('choose', choose(choice))).toMatchObject({
        ok: true,
        status: choice,
      });
      await vi.waitFor(() => {
        for (const other of all) expect(told(other.client, account).at(-1)).toBe(choice);
      });
    }
  }
  const intervals = [{ status: 'online' }, { status: 'busy' }, { status: 'online' }];
  expect(await b.ask('history:get', { limit: 3 })).toMatchObject({ ok: true, intervals });
  for (const { client } of all) await client.ask('bye', { reason: 'signed-out' });
});

it('SV1, PR5, NO2: settings and whom one watches hold on every server', async () => {
  using a = await connect(carriers[0], ada);
  using b = await connect(leader, bo);
  expect(await a.ask('settings:set', { holdSeconds: 77 })).toMatchObject({ ok: true });
  await vi.waitFor(() =>
    expect(b.heard).toContainEqual({
      event: 'settings',
      payload: expect.objectContaining({ holdSeconds: 77 }),
    }),
  );
  expect(await b.ask('watch', { memberId: ada.memberId, on: true })).toEqual({ ok: true });
  using again = await connect(carriers[1], bo);
  expect(again.welcome).toMatchObject({
    settings: { holdSeconds: 77 },
    self: { watched: [ada.memberId] },
  });
  await again.ask('bye', { reason: 'signed-out' });
});

it('SV1, AS3: a contact goes to one member, on whichever server it is put in and repeated', async () => {
  using a = await connect(carriers[0], ada);
  using b = await connect(carriers[1], bo);
  const shopAt = (server: Serving) => new HttpClient(server.url, cluster.shopKey);
  const body = { customer: 'Mr Grey' };
  const headers = { 'idempotency-key': 'grey' };
  const put = (server: Serving) =>
    shopAt(server).ask('POST', '/api/v1/contacts', { body, headers });
  const answers = [await put(carriers[0]), await put(leader), await put(carriers[1])];
  const contactId: string = answers[0]?.body.contactId;
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 201, body: { contactId, ...body } });
  }
  const assigned = (client: WireClient) =>
    client.heard.filter(
      ({ event, payload }) =>
        event === 'contact' && (payload as { why: string }).why === 'assigned',
    );
  // The owner hears of every contact.
  await vi.waitFor(() => expect(assigned(a)).toHaveLength(1));
  const { memberId } = (await shopAt(leader).get(`/api/v1/contacts/${contactId}`)).body;
  const theirs = memberId === ada.memberId ? a : b;
  expect(await theirs.ask('contact:accept', { contactId })).toMatchObject({ ok: true });
  expect(await theirs.ask('contact:close', { contactId })).toMatchObject({ ok: true });
  expect((await put(carriers[0])).body).toEqual(answers[0]?.body);
  expect((await shopAt(carriers[1]).get('/api/v1/contacts')).body.items).toMatchObject([
    { contactId, state: 'closed' },
  ]);
});

it('SV1: a status that is put at a server that only carries is seen everywhere', async () => {
  using a = await connect(carriers[1], ada);
  using b = await connect(leader, bo);
  const http = (server: Serving) => new HttpClient(server.url, bo.token);
  const put = await http(carriers[0]).ask('PUT', '/api/v1/status', {
    body: { choice: 'busy', note: 'Lunch' },
  });
  expect(put).toMatchObject({ status: 200, body: { status: 'busy', note: 'Lunch' } });
  await vi.waitFor(() => expect(told(a, bo).at(-1)).toBe('busy'));
  expect((await http(carriers[1]).get('/api/v1/status')).body).toMatchObject({ status: 'busy' });
  expect(await b.ask('choose', choose('online'))).toMatchObject({ ok: true });
});

it('SV1, PR2: a member with devices on two servers is there until the last of them is gone', async () => {
  using a = await connect(carriers[0], ada);
  using session = await connect(carriers[0], bo);
  await session.ask('bye', { reason: 'signed-out' });
  using laptop = await connect(carriers[1], bo, 'the-laptop');
  using phone = await connect(leader, bo, 'the-phone');
  // Who was there in another test may still be counted (PR7).
  await vi.waitFor(async () =>
    expect(await a.seen(bo.memberId)).toMatchObject({ status: 'online' }),
  );
  const before = told(a, bo).length;
  await laptop.report({ locked: true });
  await laptop.ask('bye', { reason: 'signed-out' });
  expect(await a.seen(bo.memberId)).toMatchObject({ status: 'online' });
  await phone.ask('bye', { reason: 'signed-out' });
  await vi.waitFor(() => expect(told(a, bo).slice(before).at(-1)).toBe('offline'));
  expect(
    told(a, bo)
      .slice(before)
      .filter((status) => status === 'offline'),
  ).toHaveLength(1);
});

it('SV1, PR7: a device that moves from server to server within the grace was never away', async () => {
  using a = await connect(leader, ada);
  using stays = await connect(carriers[0], bo);
  await vi.waitFor(async () =>
    expect(await a.seen(bo.memberId)).toMatchObject({ status: 'online' }),
  );
  const before = told(a, bo).length;
  // The line is gone before, or only after, the device has another.
  stays[Symbol.dispose]();
  using moved = await connect(carriers[1], bo);
  using movedAgain = await connect(leader, bo);
  expect(await moved.ended).toBe('io server disconnect');
  expect(await movedAgain.ask('choose', choose('busy'))).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(told(a, bo).at(-1)).toBe('busy'));
  expect(told(a, bo).slice(before)).not.toContain('offline');
  await movedAgain.ask('choose', choose('online'));
});

it('SV1, TR3: whose sessions are ended at one server is disconnected from another within a second', async () => {
  using a = await connect(carriers[0], ada);
  using c = await connect(carriers[1], cy);
  const owner = new HttpClient(leader.url, ada.token);
  const endedAt = performance.now();
  const { status } = await owner.ask('POST', `/api/v1/members/${cy.memberId}/end-sessions`);
  expect(status).toBe(200);
  expect(await c.ended).toBe('io server disconnect');
  expect(performance.now() - endedAt).toBeLessThan(1_000);
  await vi.waitFor(() => expect(told(a, cy).at(-1)).toBe('offline'));
});

it('SV6: a server that leads by another Redis than the one that began last cannot work, and says why', async () => {
  await using other = await RedisServer.start();
  const stray = await cluster.startServer(3, other.url);
  const ready = ({ url }: Serving) => new HttpClient(url).get('/readyz');
  await vi.waitFor(async () => {
    expect((await ready(stray)).status).toBe(200);
    expect(await ready(leader)).toMatchObject({
      status: 503,
      body: { code: 'unavailable', detail: expect.stringContaining('REDIS_URL') },
    });
  }, 20_000);
  expect((await ready(carriers[0])).status).toBe(200);
  await stray.stop('SIGTERM');
  await leader.stop('SIGTERM');
  await cluster.restart(leader);
  await vi.waitFor(async () => {
    for (const server of cluster.servers.slice(0, 3)) {
      expect((await ready(server)).status).toBe(200);
    }
  }, 20_000);
});
