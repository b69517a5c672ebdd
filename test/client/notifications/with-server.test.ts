import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TeamNotice } from '../../../src/client/notifications/notice.ts';
import { sightOf } from '../../../src/client/notifications/session-sight.ts';
import { TeamWatch } from '../../../src/client/notifications/team-watch.ts';
import type { Wishes } from '../../../src/client/notifications/wishes.ts';
import type { TeamClient } from '../../../src/client/team-client.ts';
import type { Role } from '../../../src/shared/domain/member.ts';
import type { Status } from '../../../src/shared/domain/status.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';
import { TeamServer } from '../../support/team-server.ts';
import { testClient } from '../../support/test-client.ts';
import { WireClient } from '../../support/wire-client.ts';

/** What a test has opened; closed after it, the last first. */
let disposal = new AsyncDisposableStack();

afterEach(async () => {
  await disposal.disposeAsync();
  disposal = new AsyncDisposableStack();
});

const WISHES: Wishes = {
  notifyAbout: 'everyone',
  watched: new Set(),
  quietWhileBusy: false,
  quietHours: null,
};

/** A real server with Anna on the wire, and Ben's client with what it would tell him. */
async function team(role: Role = 'agent') {
  const server = disposal.use(await TeamServer.start());
  const anna = await server.add('Anna', 'owner');
  const ben = await server.add('Ben', role);
  const wire = disposal.use(await WireClient.connect({ url: server.url, token: anna.token }));
  const proxy = disposal.use(await TcpProxy.to(server.url));
  const { client, clock } = testClient(disposal, { url: proxy.url, token: ben.token });
  const told: TeamNotice[] = [];
  const watch = new TeamWatch({
    clock,
    sight: () =>
      sightOf({
        kind: 'signed-in',
        server: server.url,
        client: client.state,
        unsent: null,
        source: 'system',
      }),
    wishes: () => WISHES,
    tell: (notice) => told.push(notice),
  });
  client.onState(() => watch.look());
  client.start();
  await becomes('connected');

  async function becomes(kind: TeamClient['state']['kind']): Promise<void> {
    await vi.waitFor(() => expect(client.state.kind).toBe(kind), { timeout: 5_000, interval: 5 });
  }

  /** Anna is seen to be something else. */
  async function annaIs(status: Exclude<Status, 'offline'>): Promise<void> {
    await wire.ask('choose', { choice: status, ageMs: 0 });
    await vi.waitFor(() => {
      const { state } = client;
      const statuses = state.kind === 'connected' ? state.team.replica.statuses : null;
      expect(statuses?.get(anna.memberId)?.status).toBe(status);
    });
  }

  return { anna, ben, wire, proxy, clock, client, told, becomes, annaIs };
}

const annaChanged = (from: Status, to: Status) => [
  { member: expect.objectContaining({ name: 'Anna' }), from, to },
];

describe('notifications over a real server', () => {
  it('NO1 NO3 begin with what happens after the connection, 3 s later', async () => {
    const { annaIs, clock, told } = await team();
    clock.advance(3_000);
    expect(told).toEqual([]);
    await annaIs('busy');
    clock.advance(2_999);
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toEqual([{ kind: 'changes', changes: annaChanged('online', 'busy') }]);
  });

  it('NO1 sum up in one digest what a connection brings back', async () => {
    const { wire, proxy, becomes, clock, told } = await team();
    proxy.cut();
    await becomes('lost');
    await wire.ask('choose', { choice: 'busy', ageMs: 0 });
    proxy.mend();
    clock.advance(8_000);
    await becomes('connected');
    expect(told).toEqual([]);
    clock.advance(60_000);
    expect(told).toEqual([{ kind: 'digest', changes: annaChanged('online', 'busy') }]);
  });

  it('NO6 tell a manager that nobody is Online, and who is again', async () => {
    const { annaIs, client, clock, told } = await team('manager');
    await annaIs('busy');
    clock.advance(60_000);
    expect(told.splice(0)).toMatchObject([{ kind: 'changes' }]);
    expect(await client.choose({ choice: 'busy' })).toMatchObject({ ok: true });
    await vi.waitFor(() =>
      expect(client.state).toMatchObject({ team: { self: { status: 'busy' } } }),
    );
    clock.advance(59_999);
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told.splice(0)).toEqual([{ kind: 'nobody-online' }]);
    await annaIs('online');
    expect(told).toMatchObject([{ kind: 'nobody-online-over', online: [{ name: 'Anna' }] }]);
  });
});
