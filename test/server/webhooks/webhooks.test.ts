import { describe, expect, it } from 'vitest';
import { MAX_WEBHOOKS } from '../../../src/server/webhooks/webhooks.ts';
import { createdWebhookSchema } from '../../../src/shared/api/webhooks.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { Receiver } from '../../support/receiver.ts';
import { TeamServer } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

const MINUTE = 60_000;

/** A server with Ada (owner) and Bo (agent), and what each of them gets for asking over HTTP. */
async function setUp(options: Parameters<typeof TeamServer.start>[0] = {}) {
  const stack = new AsyncDisposableStack();
  const clock = new ManualClock();
  const server = stack.use(
    await TeamServer.start({ clock, allowPrivateWebhooks: true, ...options }),
  );
  const ada = await server.add('Ada', 'owner');
  const bo = await server.add('Bo');
  // Until the server has noticed whom somebody else has added to its database.
  clock.advance(500);
  const asking = (token: string) => async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  return {
    server,
    clock,
    ada,
    bo,
    asAda: asking(ada.token),
    asBo: asking(bo.token),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const events = ['status.changed'];
const url = 'https://example.com/a-secret-path';

describe('webhooks', () => {
  it('WH1, NO6: tell a real receiver of statuses and of coverage, over a restart of the server too', async () => {
    await using t = await setUp();
    await using receiver = await Receiver.start();
    const all = ['status.changed', 'coverage.changed'];
    const added = await t.asAda('POST', '/webhooks', { url: receiver.url, events: all });
    expect(added.status).toBe(201);
    expect(createdWebhookSchema.parse(added.body).secret).toMatch(/^whsec_[A-Za-z0-9_-]{43}$/);
    const received = () => {
      // What comes close together is saved together, a moment later.
      t.clock.advance(200);
      return receiver.events;
    };
    const laptop = await WireClient.connect({ url: t.server.url, token: t.ada.token });
    await expect
      .poll(received)
      .toMatchObject([
        { event: 'status.changed', member: { name: 'Ada' }, status: 'online', before: null },
      ]);
    await laptop.ask('bye', { reason: 'signed-out' });
    laptop.socket.disconnect();
    await expect.poll(received).toHaveLength(2);
    await t.server.restart(() => t.clock.advance(MINUTE));
    await expect
      .poll(received)
      .toMatchObject([
        {},
        { status: 'offline', before: 'online', cause: 'signed-out' },
        { event: 'coverage.changed', covered: false },
      ]);
    const again = await WireClient.connect({ url: t.server.url, token: t.ada.token });
    await expect
      .poll(() =>
        received()
          .slice(3)
          .map(({ event }) => event)
          .toSorted(),
      )
      .toEqual(['coverage.changed', 'status.changed']);
    again.socket.disconnect();
  });

  it('WH2, RE2: are listed, changed and removed, and their secret is told once', async () => {
    await using t = await setUp();
    const { body: added } = await t.asAda('POST', '/webhooks', { url, events });
    const { secret, ...webhook } = added;
    expect(webhook).toEqual({
      webhookId: expect.any(String),
      url,
      events,
      active: true,
      createdAt: t.clock.now(),
      failingSince: null,
    });
    expect((await t.asAda('GET', '/webhooks')).body).toEqual({ items: [webhook], next: null });
    const path = `/webhooks/${webhook.webhookId}`;
    const changed = await t.asAda('PATCH', path, { active: false, events: ['contact.returned'] });
    expect(changed.body).toEqual({ ...webhook, active: false, events: ['contact.returned'] });
    expect(await t.asAda('DELETE', path)).toEqual({ status: 204, body: null });
    expect((await t.asAda('GET', '/webhooks')).body.items).toEqual([]);
    expect((await t.asAda('DELETE', path)).body).toMatchObject({ code: 'not-found' });
    const { body: audit } = await t.asAda('GET', '/audit');
    expect(audit.items.slice(0, 3)).toMatchObject([
      { action: 'webhook.removed', actor: { name: 'Ada' }, subject: { name: 'example.com' } },
      { action: 'webhook.changed', before: { active: true }, after: { active: false } },
      { action: 'webhook.added', after: { origin: 'https://example.com', events } },
    ]);
    expect(JSON.stringify(audit)).not.toMatch(/a-secret-path|whsec/);
    expect(JSON.stringify(audit)).not.toContain(secret);
  });

  it('WH5: can be tried out, and what became of it looked up', async () => {
    await using t = await setUp();
    await using receiver = await Receiver.start();
    receiver.answers.push(500);
    const { body } = await t.asAda('POST', '/webhooks', { url: receiver.url, events });
    const path = `/webhooks/${body.webhookId}`;
    const test = await t.asAda('POST', `${path}/test`);
    expect(test).toMatchObject({ status: 201, body: { event: 'test', state: 'pending' } });
    const deliveries = async (query = '') =>
      (await t.asAda('GET', `${path}/deliveries${query}`)).body;
    await expect
      .poll(() => deliveries())
      .toMatchObject({
        items: [
          { deliveryId: test.body.deliveryId, attempts: 1, httpStatus: 500, state: 'pending' },
        ],
        next: null,
      });
    expect((await t.asAda('GET', '/webhooks')).body.items[0].failingSince).toBe(t.clock.now());
    await t.asAda('POST', `${path}/test`);
    const first = await deliveries('?limit=1');
    const second = await deliveries(`?limit=1&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ deliveryId: test.body.deliveryId }], next: null });
    await t.asAda('PATCH', path, { active: false });
    expect((await t.asAda('POST', `${path}/test`)).body).toMatchObject({ code: 'conflict' });
  });

  it('TR1: are for owners and managers alone', async () => {
    await using t = await setUp();
    const { body } = await t.asAda('POST', '/webhooks', { url, events });
    const path = `/webhooks/${body.webhookId}`;
    for (const [method, of, sent] of [
      ['GET', '/webhooks'],
      ['POST', '/webhooks', { url, events }],
      ['PATCH', path, { active: false }],
      ['DELETE', path],
      ['POST', `${path}/test`],
      ['GET', `${path}/deliveries`],
    ] as const) {
      expect((await t.asBo(method, of, sent)).body).toMatchObject({ code: 'forbidden' });
    }
    expect((await t.asAda('GET', '/webhooks')).body.items).toHaveLength(1);
  });

  it.each([
    ['an address of another kind', { url: 'ftp://example.com', events }],
    ['no address', { url: 'example.com', events }],
    ['a password in the address', { url: 'https://ada:secret@example.com/', events }],
    ['no event', { url, events: [] }],
    ['an event twice', { url, events: [...events, ...events] }],
    ['an event that there is not', { url, events: ['contact.exploded'] }],
    ['a field that there is not', { url, events, secret: 'mine' }],
  ])('TR2: are refused with %s', async (_what, body) => {
    await using t = await setUp();
    expect((await t.asAda('POST', '/webhooks', body)).body).toMatchObject({ code: 'invalid' });
    expect((await t.asAda('GET', '/webhooks')).body.items).toEqual([]);
  });

  it('WH4: do not lead into private networks unless the operator says so', async () => {
    await using t = await setUp({ allowPrivateWebhooks: false });
    await using receiver = await Receiver.start();
    for (const address of [receiver.url, 'http://[::1]/', 'http://169.254.169.254/latest']) {
      const answer = await t.asAda('POST', '/webhooks', { url: address, events });
      expect(answer.body).toMatchObject({ code: 'invalid', detail: /private network/ });
    }
    const { body } = await t.asAda('POST', '/webhooks', { url, events });
    const path = `/webhooks/${body.webhookId}`;
    const changed = await t.asAda('PATCH', path, { url: receiver.url });
    expect(changed.body).toMatchObject({ code: 'invalid' });
    expect(receiver.received).toEqual([]);
  });

  it('WH1: are as many as one team needs', async () => {
    await using t = await setUp();
    for (let count = 0; count < MAX_WEBHOOKS; count += 1) {
      expect((await t.asAda('POST', '/webhooks', { url, events })).status).toBe(201);
    }
    const answer = await t.asAda('POST', '/webhooks', { url, events });
    expect(answer.body).toMatchObject({ code: 'conflict' });
    const part = (await t.asAda('GET', '/webhooks?limit=15')).body;
    const rest = (await t.asAda('GET', `/webhooks?limit=15&cursor=${part.next}`)).body;
    const ids = [...part.items, ...rest.items].map(({ webhookId }) => webhookId);
    expect(new Set(ids).size).toBe(MAX_WEBHOOKS);
    expect(rest.next).toBeNull();
  });
});
