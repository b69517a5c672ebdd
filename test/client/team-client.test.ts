import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StatusTransition } from '../../src/client/replica.ts';
import { TeamClient } from '../../src/client/team-client.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings.ts';
import type { Welcome } from '../../src/shared/protocol/schemas.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { replaceToken, TeamServer } from '../support/team-server.ts';
import { WireClient } from '../support/wire-client.ts';

/** What a test has opened; closed after it, the last first. */
let disposal = new AsyncDisposableStack();

afterEach(async () => {
  await disposal.disposeAsync();
  disposal = new AsyncDisposableStack();
});

/** A client whose retries wait for the test's clock, with what it tells. */
function clientOf(url: string, token: string) {
  const clock = new ManualClock();
  const warnings: string[] = [];
  const transitions: StatusTransition[] = [];
  const client = new TeamClient({
    url,
    token,
    device: { id: 'client-device', name: 'Test', kind: 'desktop', version: '1.0.0' },
    activity: () => ({ idleMs: 0, locked: false, source: 'system' }),
    clock,
    random: () => 0.5,
    warn: (message) => warnings.push(message),
  });
  client.onTransitions((some) => transitions.push(...some));
  disposal.defer(() => client.leave('quit'));
  return { client, clock, warnings, transitions };
}

async function waitFor(client: TeamClient, kind: TeamClient['state']['kind']): Promise<void> {
  await vi.waitFor(() => expect(client.state.kind).toBe(kind), { timeout: 5_000, interval: 5 });
}

function statusOf(client: TeamClient, memberId: string) {
  const { state } = client;
  return state.kind === 'connected' ? state.team.replica.statuses.get(memberId)?.status : undefined;
}

describe('team client', () => {
  it('knows its team once it is connected', async () => {
    const server = disposal.use(await TeamServer.start());
    const anna = await server.add('Anna');
    const ben = await server.add('Ben');
    const { client } = clientOf(server.url, ben.token);
    client.start();
    await waitFor(client, 'connected');
    expect(statusOf(client, ben.memberId)).toBe('online');
    expect(statusOf(client, anna.memberId)).toBe('offline');
  });

  it('PR9 NO1 gets what it missed after a cut, without telling it as news', async () => {
    const server = disposal.use(await TeamServer.start());
    const anna = await server.add('Anna');
    const ben = await server.add('Ben');
    const wire = disposal.use(await WireClient.connect({ url: server.url, token: anna.token }));
    const proxy = disposal.use(await TcpProxy.to(server.url));
    const { client, clock, transitions } = clientOf(proxy.url, ben.token);
    client.start();
    await waitFor(client, 'connected');

    proxy.cut();
    await waitFor(client, 'lost');
    await wire.ask('choose', { choice: 'busy', ageMs: 0 });
    proxy.mend();
    clock.advance(15_000);
    await waitFor(client, 'connected');
    expect(statusOf(client, anna.memberId)).toBe('busy');
    expect(transitions).toEqual([]);
    // PR7: to others there was one change only, the sign-in.
    const seenOf = (memberId: string) =>
      wire.changes.filter((change) => change.kind === 'status' && change.memberId === memberId);
    await vi.waitFor(() => expect(seenOf(anna.memberId).at(-1)).toMatchObject({ status: 'busy' }));
    expect(seenOf(ben.memberId)).toMatchObject([{ status: 'online', cause: 'signed-in' }]);
  });

  it('tells changes as they happen', async () => {
    const server = disposal.use(await TeamServer.start());
    const anna = await server.add('Anna');
    const ben = await server.add('Ben');
    const wire = disposal.use(await WireClient.connect({ url: server.url, token: anna.token }));
    const { client, transitions } = clientOf(server.url, ben.token);
    client.start();
    await waitFor(client, 'connected');
    await wire.ask('choose', { choice: 'busy', ageMs: 0 });
    await vi.waitFor(() =>
      expect(transitions).toMatchObject([
        { member: { memberId: anna.memberId }, from: 'online', to: 'busy' },
      ]),
    );
  });

  it('follows a choice that its member made on another device', async () => {
    const server = disposal.use(await TeamServer.start());
    const ben = await server.add('Ben');
    const { client } = clientOf(server.url, ben.token);
    client.start();
    await waitFor(client, 'connected');
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

  it('refuses a choice while it is not connected', async () => {
    const { client } = clientOf('http://127.0.0.1:9', 'ampel_any');
    expect(await client.choose('busy')).toMatchObject({
      ok: false,
      problem: { code: 'not-connected' },
    });
  });

  it('PR14 says goodbye before sleep and is back after it', async () => {
    const server = disposal.use(await TeamServer.start());
    const anna = await server.add('Anna');
    const ben = await server.add('Ben');
    const wire = disposal.use(await WireClient.connect({ url: server.url, token: anna.token }));
    const { client, clock } = clientOf(server.url, ben.token);
    client.start();
    await waitFor(client, 'connected');
    await client.suspend();
    expect(await wire.seen(ben.memberId)).toMatchObject({ status: 'offline', cause: 'suspended' });
    expect(clock.pending).toBe(0);
    client.resume();
    await waitFor(client, 'connected');
    expect(await wire.seen(ben.memberId)).toMatchObject({ status: 'online', cause: 'returned' });
  });

  it('ends at once when its token is revoked', async () => {
    const server = disposal.use(await TeamServer.start());
    const ben = await server.add('Ben');
    const { client } = clientOf(server.url, ben.token);
    client.start();
    await waitFor(client, 'connected');
    await replaceToken(server.dataFolder, ben.email);
    await waitFor(client, 'ended');
    expect(client.state).toMatchObject({ refusal: { code: 'unauthorized' } });
  });
});

/** A server that says whatever a test wants: the real one never breaks the protocol. */
async function scriptedServer(
  script: (socket: Socket) => void,
  admit: () => Error | undefined = () => undefined,
): Promise<string> {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'] });
  io.use((_socket, next) => next(admit()));
  io.on('connection', script);
  const { promise, resolve } = Promise.withResolvers<void>();
  http.listen(0, '127.0.0.1', resolve);
  await promise;
  disposal.defer(() => io.close());
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

const me = { memberId: 'me', name: 'Me', role: 'agent' } as const;
const snapshotAt = (version: number, status: 'online' | 'busy') => ({
  log: 'log1',
  version,
  members: [me],
  statuses: [{ memberId: 'me', status, since: 1, cause: 'chosen' as const }],
});
const welcome: Welcome = {
  protocol: 1,
  serverTime: 1,
  log: 'log1',
  version: 5,
  self: { ...me, choice: 'online', until: null, note: null, status: 'online' },
  settings: DEFAULT_SETTINGS,
  snapshot: snapshotAt(5, 'online'),
};

describe('team client of a server that errs', () => {
  it('PR9 fetches the whole state when it sees a gap', async () => {
    const url = await scriptedServer((socket) => {
      socket.on('team:get', (_payload, acknowledge) =>
        acknowledge({ ok: true, snapshot: snapshotAt(9, 'busy') }),
      );
      socket.emit('welcome', welcome);
      socket.emit('delta', {
        from: 7,
        to: 8,
        changes: [{ kind: 'status', memberId: 'me', status: 'online', since: 2, cause: 'chosen' }],
      });
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
