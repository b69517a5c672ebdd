import type { Socket } from 'socket.io';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { UnsentChoice } from '../../src/client/choice-outbox.ts';
import type { TeamClient } from '../../src/client/team-client.ts';
import { SHORTEST_PAUSE_MS } from '../../src/server/gateway/delta-batcher.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { packedDelta } from '../support/packed-team.ts';
import { startSocketServer } from '../support/socket-server.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { replaceToken, TeamServer } from '../support/team-server.ts';
import { testClient } from '../support/test-client.ts';
import { snapshotAt, welcome } from '../support/welcome.ts';
import { WireClient } from '../support/wire-client.ts';

/** What a test has opened; closed after it, the last first. */
let disposal = new AsyncDisposableStack();

afterEach(async () => {
  await disposal.disposeAsync();
  disposal = new AsyncDisposableStack();
});

const clientOf = (url: string, token: string, unsent: UnsentChoice | null = null) =>
  testClient(disposal, { url, token, unsent });

/** The same, connected to its team. */
async function connect(url: string, token: string) {
  const started = clientOf(url, token);
  started.client.start();
  await waitFor(started.client, 'connected');
  return started;
}

/** A team of two: Anna, who sees what becomes of it, and Ben, whose client is tested. */
async function startTeam(clock?: ManualClock) {
  const server = disposal.use(await TeamServer.start(clock === undefined ? {} : { clock }));
  return { server, anna: await server.add('Anna'), ben: await server.add('Ben') };
}

async function waitFor(client: TeamClient, kind: TeamClient['state']['kind']): Promise<void> {
  await vi.waitFor(() => expect(client.state.kind).toBe(kind), { timeout: 5_000, interval: 5 });
}

/** What is left of the own timed choice, in milliseconds of the computer's time. */
async function leftOf(client: TeamClient): Promise<number> {
  await vi.waitFor(() =>
    expect(client.state).toMatchObject({ team: { self: { choice: 'busy' } } }),
  );
  const { state } = client;
  return state.kind === 'connected' ? (state.team.self.until ?? 0) - Date.now() : 0;
}

function statusOf(client: TeamClient, memberId: string) {
  const { state } = client;
  return state.kind === 'connected' ? state.team.replica.statuses.get(memberId)?.status : undefined;
}

describe('team client', () => {
  it('knows its team once it is connected', async () => {
    const { server, anna, ben } = await startTeam();
    const { client } = await connect(server.url, ben.token);
    expect(statusOf(client, ben.memberId)).toBe('online');
    expect(statusOf(client, anna.memberId)).toBe('offline');
  });

  it('PR9 gets what it missed after a cut', async () => {
    const { server, anna, ben } = await startTeam();
    const wire = disposal.use(await WireClient.connect({ url: server.url, token: anna.token }));
    const proxy = disposal.use(await TcpProxy.to(server.url));
    const { client, clock } = await connect(proxy.url, ben.token);

    proxy.cut();
    await waitFor(client, 'lost');
    await wire.ask('choose', { choice: 'busy', ageMs: 0 });
    proxy.mend();
    clock.advance(8_000);
    await waitFor(client, 'connected');
    expect(statusOf(client, anna.memberId)).toBe('busy');
    // PR7: to others there was one change only, the sign-in.
    const seenOf = (memberId: string) =>
      wire.changes.filter((change) => change.memberId === memberId);
    await vi.waitFor(() => expect(seenOf(anna.memberId).at(-1)).toMatchObject({ status: 'busy' }));
    expect(seenOf(ben.memberId)).toMatchObject([{ status: 'online', cause: 'signed-in' }]);
  });

  it('follows changes as they happen', async () => {
    const { server, anna, ben } = await startTeam();
    const wire = disposal.use(await WireClient.connect({ url: server.url, token: anna.token }));
    const { client } = await connect(server.url, ben.token);
    await wire.ask('choose', { choice: 'busy', ageMs: 0 });
    await vi.waitFor(() => expect(statusOf(client, anna.memberId)).toBe('busy'));
  });

  it('follows a choice that its member made on another device', async () => {
    const { server, ben } = await startTeam();
    const { client } = await connect(server.url, ben.token);
    const other = disposal.use(await WireClient.connect({ url: server.url, token: ben.token }));
    await other.ask('choose', { choice: 'busy', note: 'Lunch', ageMs: 0 });
    await vi.waitFor(() =>
      expect(client.state).toMatchObject({ team: { self: { choice: 'busy', note: 'Lunch' } } }),
    );
  });

  it('ends where the token is refused, and does not try again', async () => {
    const server = disposal.use(await TeamServer.start());
    const { client, clock } = clientOf(server.url, 'ampel_unknown');
    client.start();
    await waitFor(client, 'ended');
    expect(client.state).toMatchObject({ refusal: { code: 'unauthorized' } });
    expect(clock.pending).toBe(0);
  });

  it('keeps trying where nobody answers', async () => {
    const { client, clock } = clientOf('http://127.0.0.1:9', 'ampel_any');
    client.start();
    await vi.waitFor(() => expect(client.lastProblem?.code).toBe('unreachable'));
    expect(client.state.kind).toBe('connecting');
    expect(clock.pending).toBe(1);
  });

  it('PR10 keeps a choice made without a connection, and delivers it with the next', async () => {
    const { server, anna, ben } = await startTeam();
    const wire = disposal.use(await WireClient.connect({ url: server.url, token: anna.token }));
    const proxy = disposal.use(await TcpProxy.to(server.url));
    const { client, clock, stored } = await connect(proxy.url, ben.token);
    proxy.cut();
    await waitFor(client, 'lost');
    expect(await client.choose({ choice: 'busy', note: 'Lunch' })).toEqual({
      ok: true,
      value: { kind: 'kept' },
    });
    expect(stored.choice).toMatchObject({ choice: 'busy', note: 'Lunch' });
    expect(client.unsentChoice).toEqual(stored.choice);
    proxy.mend();
    clock.advance(8_000);
    await vi.waitFor(async () =>
      expect(await wire.seen(ben.memberId)).toMatchObject({ status: 'busy', note: 'Lunch' }),
    );
    await vi.waitFor(() => expect(client.unsentChoice).toBeNull());
    expect(stored.choice).toBeNull();
  });

  it('PR7 leaves without a complaint where the server hangs up on the goodbye', async () => {
    const { server, ben } = await startTeam();
    for (let round = 0; round < 10; round += 1) {
      const { client, warnings } = await connect(server.url, ben.token);
      await client.leave('quit');
      expect(warnings).toEqual([]);
    }
  });

  it('PR10 delivers after a restart what was chosen before it, with its age', async () => {
    const { server, ben } = await startTeam();
    const { client, clock, stored } = clientOf(server.url, ben.token);
    await client.leave('quit');
    const restarted = clientOf(server.url, ben.token, {
      choice: 'busy',
      forSeconds: 600,
      madeAt: clock.now() - 60_000,
    });
    restarted.client.start();
    await vi.waitFor(() => expect(restarted.stored.choice).toBeNull());
    expect(stored.choice).toBeNull();
    const left = await leftOf(restarted.client);
    expect(left).toBeGreaterThan(530_000);
    expect(left).toBeLessThanOrEqual(540_000);
  });

  it('PR9 asks for the team where it is welcomed again and has missed something before', async () => {
    const snapshot = snapshotAt(7, 'busy');
    const url = await scriptedServer((socket) => {
      socket.on('team:get', (_payload, acknowledge) => acknowledge({ ok: true, snapshot }));
      socket.emit('welcome', welcome);
      socket.emit('welcome', { ...welcome, version: 7, snapshot: undefined, deltas: [] });
    });
    const { client, warnings } = await connect(url, 'ampel_any');
    await vi.waitFor(() =>
      expect(client.state).toMatchObject({ kind: 'connected', team: { replica: { version: 7 } } }),
    );
    expect(warnings).toEqual([]);
  });

  it('PR10 a choice that the server died over is sent again', async () => {
    const answer = { choice: 'busy', until: null, status: 'busy', applied: true, version: 5 };
    let heard = 0;
    const url = await scriptedServer((socket) => {
      socket.emit('welcome', welcome);
      socket.on('choose', (_payload, acknowledge) => {
        heard += 1;
        if (heard === 1) socket.disconnect(true);
        else acknowledge({ ok: true, ...answer });
      });
    });
    const { client, clock } = await connect(url, 'ampel_any');
    expect(await client.choose({ choice: 'busy' })).toEqual({ ok: true, value: { kind: 'kept' } });
    clock.advance(1_000);
    await vi.waitFor(() => expect(client.unsentChoice).toBeNull());
    expect(heard).toBe(2);
  });

  it('PR10 forgets a choice that is refused for good, and says so', async () => {
    const url = await scriptedServer((socket) => {
      socket.on('choose', (_payload, acknowledge) =>
        acknowledge({ ok: false, code: 'invalid', message: 'note: too long' }),
      );
      socket.emit('welcome', welcome);
    });
    const { client, refused } = clientOf(url, 'ampel_any', { choice: 'busy', madeAt: 1 });
    client.start();
    await vi.waitFor(() =>
      expect(refused).toMatchObject([{ choice: { choice: 'busy' }, problem: { code: 'invalid' } }]),
    );
    expect(client.unsentChoice).toBeNull();
    expect(await client.choose({ choice: 'online' })).toMatchObject({
      ok: false,
      problem: { code: 'invalid' },
    });
  });

  it('PR10 counts a choice as made once the team is told, however busy the team is', async () => {
    const clock = new ManualClock();
    const { server, anna, ben } = await startTeam(clock);
    const wire = disposal.use(await WireClient.connect({ url: server.url, token: anna.token }));
    const { client } = await connect(server.url, ben.token);
    // Right after another change, so it waits for the next frame.
    clock.advance(SHORTEST_PAUSE_MS);
    await wire.ask('choose', { choice: 'busy', ageMs: 0 });
    const chosen = client.choose({ choice: 'busy' });
    const known: unknown[] = [];
    client.onState(() =>
      known.push([client.unsentChoice === null, statusOf(client, ben.memberId)]),
    );
    await vi.waitFor(async () =>
      expect(await wire.seen(ben.memberId)).toMatchObject({ status: 'busy' }),
    );
    clock.advance(SHORTEST_PAUSE_MS);
    expect(await chosen).toMatchObject({ ok: true, value: { kind: 'acknowledged' } });
    expect(client.state).toMatchObject({ team: { self: { choice: 'busy', status: 'busy' } } });
    expect(statusOf(client, ben.memberId)).toBe('busy');
    expect(known).not.toContainEqual([true, 'online']);
  });

  it('gives a server up that takes the connection and then says nothing', async () => {
    const url = await scriptedServer(() => undefined);
    const { client, clock } = clientOf(url, 'ampel_any');
    client.start();
    // The retry and the wait for a welcome are the same timer to the test's clock.
    clock.advance(10_000);
    await vi.waitFor(() => expect(client.lastProblem?.code).toBe('no-answer'));
    expect(client.state.kind).toBe('connecting');
  });

  it('waits as long as a server asks for that cannot take it up now', async () => {
    const server = disposal.use(await startSocketServer());
    const attempts: unknown[] = [];
    server.io.use(({ handshake }, next) => {
      attempts.push(handshake.auth['token']);
      const data = { code: 'unavailable', message: 'Full.', retryAfterMs: 60_000 };
      next(Object.assign(new Error('Full.'), { data }));
    });
    const { client, clock } = clientOf(server.url, 'ampel_any');
    client.start();
    await vi.waitFor(() => expect(client.lastProblem?.code).toBe('unavailable'));
    clock.advance(59_999);
    await WireClient.refused({ url: server.url, token: 'ampel_other' });
    clock.advance(60_001);
    await vi.waitFor(() => expect(attempts).toHaveLength(3));
    expect(attempts).toEqual(['ampel_any', 'ampel_other', 'ampel_any']);
  });

  it('TR6 shows the member their own past', async () => {
    const { server, ben } = await startTeam();
    const { client } = await connect(server.url, ben.token);
    await client.choose({ choice: 'busy' });
    expect(await client.history({ limit: 10 })).toMatchObject({
      ok: true,
      value: {
        intervals: [
          { status: 'busy', cause: 'chosen', to: null, device: 'Test' },
          { status: 'online', cause: 'signed-in', device: 'Test' },
        ],
        more: false,
      },
    });
  });

  it('PR14 says goodbye before sleep and is back after it', async () => {
    const { server, anna, ben } = await startTeam();
    const wire = disposal.use(await WireClient.connect({ url: server.url, token: anna.token }));
    const { client, clock } = await connect(server.url, ben.token);
    await client.suspend();
    expect(await wire.seen(ben.memberId)).toMatchObject({ status: 'offline', cause: 'suspended' });
    expect(clock.pending).toBe(0);
    client.resume();
    await waitFor(client, 'connected');
    expect(await wire.seen(ben.memberId)).toMatchObject({ status: 'online', cause: 'returned' });
  });

  it('ends at once when its token is revoked', async () => {
    const { server, ben } = await startTeam();
    const { client } = await connect(server.url, ben.token);
    await replaceToken(server.dataFolder, ben.email);
    await waitFor(client, 'ended');
    expect(client.state).toMatchObject({ refusal: { code: 'unauthorized' } });
  });

  it.each([
    ['member', 'signed-out-elsewhere'],
    ['manager', 'signed-out-by-manager'],
  ])('AC11: knows that it was signed out by a %s', async (by, code) => {
    const url = await scriptedServer((socket) => {
      socket.emit('welcome', welcome);
      socket.emit('revoked', { code: 'unauthorized', by });
    });
    const { client } = clientOf(url, 'ampel_any');
    client.start();
    await waitFor(client, 'ended');
    expect(client.state).toMatchObject({ refusal: { code } });
  });
});

async function scriptedServer(
  script: (socket: Socket) => void,
  admit: () => Error | undefined = () => undefined,
): Promise<string> {
  const { io, url } = disposal.use(await startSocketServer());
  io.use((_socket, next) => next(admit()));
  io.on('connection', script);
  return url;
}

describe('team client of a server that errs', () => {
  it('PR9 fetches the whole state when it sees a gap', async () => {
    const url = await scriptedServer((socket) => {
      socket.on('team:get', (_payload, acknowledge) =>
        acknowledge({ ok: true, snapshot: snapshotAt(9, 'busy') }),
      );
      socket.emit('welcome', welcome);
      socket.emit('delta', packedDelta(7, 1, 'online'));
    });
    const { client } = clientOf(url, 'ampel_any');
    client.start();
    await vi.waitFor(() => expect(statusOf(client, 'me')).toBe('busy'));
    expect(client.state).toMatchObject({ team: { replica: { version: 9 } } });
  });

  it.each([
    ['a welcome without a team', { ...welcome, snapshot: undefined }],
    ['a welcome with an unknown status', { ...welcome, self: { ...welcome.self, status: 'away' } }],
    ['a welcome that is a text', 'hello'],
  ])('refuses %s, says so, and tries again', async (_what, message) => {
    const url = await scriptedServer((socket) => socket.emit('welcome', message));
    const { client, clock, warnings } = clientOf(url, 'ampel_any');
    client.start();
    await vi.waitFor(() => expect(warnings).toHaveLength(1));
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    expect(client.state.kind).toBe('connecting');
  });

  it('tries again after a refusal that may pass', async () => {
    const refusals = [
      Object.assign(new Error(), { data: { code: 'unavailable', message: 'Not now.' } }),
    ];
    const url = await scriptedServer(
      (socket) => socket.emit('welcome', welcome),
      () => refusals.pop(),
    );
    const { client, clock } = clientOf(url, 'ampel_any');
    client.start();
    await vi.waitFor(() => expect(client.lastProblem?.code).toBe('unavailable'));
    clock.advance(1_000);
    await waitFor(client, 'connected');
  });
});
