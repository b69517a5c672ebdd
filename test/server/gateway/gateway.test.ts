import { describe, expect, it, vi } from 'vitest';
import { MAX_MESSAGE_BYTES } from '../../../src/shared/protocol/limits.ts';
import { historyAnswerSchema, welcomeSchema } from '../../../src/shared/protocol/schemas.ts';
import { ConnectedTeam } from '../../support/connected-team.ts';
import { replaceToken } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Longer than the server waits before it looks at the store and sends a frame. */
const POLLED = 600;

const activity = { seq: 1_000, idleMs: 0, locked: false, source: 'system' };

describe('the handshake', () => {
  it('welcomes a member with who they are, the settings and the team', async () => {
    await using t = await ConnectedTeam.start();
    const { payload } = t.ada.heard.find(({ event }) => event === 'welcome') ?? {};
    const welcome = welcomeSchema.parse(payload);
    expect(welcome).toMatchObject({
      protocol: 1,
      serverTime: t.clock.now(),
      self: { name: 'Ada', role: 'owner', choice: 'online', status: 'online' },
      settings: { inactivityTimeoutMinutes: 15, timeoutSetBy: null },
      snapshot: {
        version: welcome.version,
        names: { members: [{ name: 'Ada', seat: 1 }] },
        statuses: [{ seat: 1, status: 'online' }],
      },
    });
  });

  it('TR3: refuses a token it does not know', async () => {
    await using t = await ConnectedTeam.start();
    expect(await WireClient.refused({ url: t.url, token: 'ampel_guess' })).toMatchObject({
      code: 'unauthorized',
    });
  });

  it.each([
    ['another protocol', { protocol: 2 }, 'protocol-unsupported'],
    ['another protocol with another handshake', { protocol: 2, token: 5 }, 'protocol-unsupported'],
    ['no protocol', { protocol: undefined }, 'invalid'],
    ['no token', { token: undefined }, 'unauthorized'],
    ['a token that is no text', { token: 5 }, 'invalid'],
    ['no device', { device: undefined }, 'invalid'],
    ['an unknown field', { admin: true }, 'invalid'],
    ['a status of its own', { status: 'offline' }, 'invalid'],
    ['half a position', { have: { log: 'x' } }, 'invalid'],
  ])('TR2: refuses %s', async (_, auth, code) => {
    await using t = await ConnectedTeam.start();
    expect(await WireClient.refused({ url: t.url, token: t.member.token, auth })).toEqual({
      code,
      message: expect.any(String),
    });
  });

  it.each([-1, 1.5, 2 ** 31, '0', null, undefined])(
    'TR2: refuses a first report with idleMs %s',
    async (idleMs) => {
      await using t = await ConnectedTeam.start();
      const refusal = WireClient.refused({
        url: t.url,
        token: t.member.token,
        activity: { idleMs },
      });
      expect(await refusal).toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('activity.idleMs'),
      });
    },
  );

  it('TR2: refuses a web page of another site', async () => {
    await using t = await ConnectedTeam.start();
    const upgrade = await fetch(`${t.url}/socket.io/?EIO=4&transport=websocket`, {
      headers: { origin: 'https://evil.example' },
    });
    expect(upgrade.status).toBe(400);
    const { io } = await import('socket.io-client');
    const socket = io(t.url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { origin: 'https://evil.example' },
    });
    const error = await new Promise<Error>((resolve) => socket.once('connect_error', resolve));
    expect(error.message).toBe('websocket error');
    socket.disconnect();
  });
});

describe('commands', () => {
  it.each(['status:set', 'constructor', '__proto__'])(
    'TR2: refuses the unknown command %s',
    async (event) => {
      await using t = await ConnectedTeam.start();
      expect(await t.ada.ask(event, {})).toMatchObject({ ok: false, code: 'not-found' });
      expect(t.ada.socket.connected).toBe(true);
    },
  );

  it('TR2: takes no notice of a command that nobody waits for', async () => {
    await using t = await ConnectedTeam.start();
    t.clock.advance(1);
    t.ada.socket.emit('choose', { choice: 'busy', ageMs: 0 });
    t.ada.socket.emit('choose');
    expect(await t.ada.seen(t.member.memberId)).toMatchObject({ status: 'online' });
  });

  it('TR2: refuses a command with more or fewer than one payload', async () => {
    await using t = await ConnectedTeam.start();
    const socket = t.ada.socket.timeout(5_000);
    expect(await socket.emitWithAck('team:get')).toMatchObject({ code: 'invalid' });
    expect(await socket.emitWithAck('team:get', {}, {})).toMatchObject({ code: 'invalid' });
  });

  it('TR2: a message over the limit ends the connection, and nothing else', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    bo.client.socket.emit('choose', { note: 'x'.repeat(MAX_MESSAGE_BYTES) });
    expect(await bo.client.ended).toBe('transport close');
    expect(await t.ada.seen(bo.memberId)).toMatchObject({ status: 'online' });
  });

  it('PR5, TR1: an agent cannot change settings, a manager can, and everyone hears of it', async () => {
    await using t = await ConnectedTeam.start();
    const agent = await t.join('Bo');
    const manager = await t.join('Cy', 'manager');
    const change = { inactivityTimeoutMinutes: 5 };
    expect(await agent.client.ask('settings:set', change)).toMatchObject({
      ok: false,
      code: 'forbidden',
    });
    const timeoutSetBy = { memberId: manager.memberId, at: t.clock.now() };
    const settings = { ...t.ada.welcome?.settings, ...change, timeoutSetBy };
    expect(await manager.client.ask('settings:set', change)).toEqual({ ok: true, settings });
    for (const client of [t.ada, agent.client, manager.client]) {
      await vi.waitFor(() =>
        expect(client.heard).toContainEqual({ event: 'settings', payload: settings }),
      );
    }
    using again = await t.connect(manager);
    expect(again.welcome?.settings).toEqual(settings);
  });

  it('TR6: tells a member their own history, and nobody else’s', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    t.clock.advance(SECOND);
    await bo.client.ask('choose', { choice: 'busy', ageMs: 0 });
    const since = t.clock.now();
    const history = await bo.client.ask('history:get', { limit: 1 });
    expect(historyAnswerSchema.parse(history)).toEqual({
      intervals: [{ status: 'busy', cause: 'chosen', from: since, to: null, device: 'Test' }],
      more: true,
    });
    expect(await bo.client.ask('history:get', { limit: 1, before: since })).toEqual({
      ok: true,
      intervals: [
        {
          status: 'online',
          cause: 'signed-in',
          from: since - SECOND,
          to: since,
          device: 'Test',
        },
      ],
      more: false,
    });
    const adas = await t.ada.ask('history:get', { limit: 200 });
    expect(adas).toMatchObject({ intervals: [{ status: 'online' }], more: false });
    expect(await t.ada.ask('history:get', { limit: 200, memberId: bo.memberId })).toMatchObject({
      ok: false,
      code: 'invalid',
    });
  });

  it('PR4: ignores a report that comes late, and answers with how it is', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    await bo.client.ask('activity', { ...activity, seq: 7 });
    const before = await t.ada.seen(bo.memberId);
    expect(await bo.client.ask('activity', { ...activity, seq: 6, locked: true })).toEqual({
      ok: true,
      status: 'online',
      offlineAt: t.clock.now() + 15 * MINUTE,
      memberOfflineAt: t.clock.now() + 15 * MINUTE,
    });
    expect(await t.ada.seen(bo.memberId)).toEqual(before);
    expect(await bo.client.ask('activity', { ...activity, seq: 8, locked: true })).toMatchObject({
      status: 'offline',
    });
  });
});

describe('what teammates see', () => {
  it('PR9: a choice arrives as a delta that joins the welcome without a gap', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    t.clock.advance(POLLED);
    await bo.client.ask('choose', { choice: 'busy', ageMs: 0, note: 'On a call' });
    await vi.waitFor(() =>
      expect(t.ada.changes).toContainEqual(
        expect.objectContaining({ memberId: bo.memberId, status: 'busy', cause: 'chosen' }),
      ),
    );
    let version = t.ada.welcome?.version ?? 0;
    for (const { from, to } of t.ada.deltas) {
      // The first frame may begin before the welcome: it is the same one for everybody.
      expect(from).toBeLessThanOrEqual(version);
      expect(to).toBeGreaterThan(version);
      version = to;
    }
    expect(version).toBe((await t.ada.ask('team:get', {})).snapshot.version);
  });

  it('PR9: deltas between the welcome and a later frame leave out nothing', async () => {
    await using t = await ConnectedTeam.start();
    // Within the pause after Ada's own frame, so Bo's change waits while Cy is welcomed.
    const bo = await t.join('Bo');
    const cy = await t.join('Cy');
    const version = cy.client.welcome?.version ?? 0;
    await bo.client.ask('activity', { ...activity, locked: true });
    t.clock.advance(POLLED);
    await vi.waitFor(() => expect(cy.client.deltas.at(-1)?.to).toBe(version + 1));
    const [first] = cy.client.deltas;
    expect(first?.from).toBeLessThanOrEqual(version);
    expect(first?.changes).toContainEqual(
      expect.objectContaining({ memberId: bo.memberId, cause: 'locked' }),
    );
  });

  it('PR7: a connection that is cut shows 10 s later', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    const cutAt = t.clock.now();
    bo.client.socket.disconnect();
    await vi.waitFor(async () => {
      t.clock.advance(SECOND);
      expect(await t.ada.seen(bo.memberId)).toMatchObject({ cause: 'connection-lost' });
    });
    const seen = await t.ada.seen(bo.memberId);
    expect(seen?.since).toBeGreaterThanOrEqual(cutAt + 10 * SECOND);
  });

  it('PR7: a goodbye shows at once, and the server hangs up', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    expect(await bo.client.ask('bye', { reason: 'quit' })).toEqual({ ok: true });
    expect(await t.ada.seen(bo.memberId)).toMatchObject({ cause: 'signed-out' });
    expect(await bo.client.ended).toBe('io server disconnect');
  });

  it('PR7: a second connection of the same device takes the place of the first', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    using again = await WireClient.connect({ url: t.url, token: bo.token });
    expect(await bo.client.ended).toBe('io server disconnect');
    t.clock.advance(MINUTE);
    expect(await again.seen(bo.memberId)).toMatchObject({ status: 'online' });
  });

  it('PR9: who reconnects with what they have gets only what they missed', async () => {
    await using t = await ConnectedTeam.start();
    t.ada.socket.disconnect();
    const { memberId } = await t.join('Bo');
    const { token } = t.member;
    using again = await WireClient.connect({ url: t.url, token, knows: t.ada });
    expect(again.welcome).not.toHaveProperty('snapshot');
    expect(again.welcome?.deltas).toMatchObject([
      {
        members: [{ memberId, name: 'Bo' }],
        changes: [{ memberId, status: 'online', cause: 'signed-in' }],
      },
    ]);
  });

  it('shows somebody who was added from the command line', async () => {
    await using t = await ConnectedTeam.start();
    await t.server.add('Bo');
    t.clock.advance(POLLED);
    await vi.waitFor(() =>
      expect(t.ada.deltas).toContainEqual(
        expect.objectContaining({
          members: [expect.objectContaining({ name: 'Bo' })],
          changes: [expect.objectContaining({ status: 'offline' })],
        }),
      ),
    );
  });

  it('TR3: a replaced token ends its session', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    const token = await replaceToken(t.server.dataFolder, bo.email);
    t.clock.advance(POLLED);
    expect(await bo.client.ended).toBe('io server disconnect');
    expect(bo.client.heard).toContainEqual({
      event: 'revoked',
      payload: { code: 'unauthorized' },
    });
    expect(await WireClient.refused({ url: t.url, token: bo.token })).toMatchObject({
      code: 'unauthorized',
    });
    using again = await WireClient.connect({ url: t.url, token });
    expect(again.welcome?.self).toMatchObject({ name: 'Bo', status: 'online' });
  });
});
