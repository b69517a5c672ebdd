import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TeamClient } from '../../src/client/team-client.ts';
import type { Names } from '../../src/shared/protocol/schemas.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { replaceToken, TeamServer, type TestMember } from '../support/team-server.ts';
import { testClient } from '../support/test-client.ts';

/** Longer than the server waits before it looks at the store and sends a frame. */
const POLLED = 600;

let disposal = new AsyncDisposableStack();
afterEach(async () => {
  await disposal.disposeAsync();
  disposal = new AsyncDisposableStack();
});

/** A real server with Anna, and Ben who may connect. */
async function start() {
  const clock = new ManualClock();
  const server = disposal.use(await TeamServer.start({ clock }));
  await server.add('Anna');
  return { clock, server, ben: await server.add('Ben') };
}

/** A device that has kept these names, connected. */
async function join(server: TeamServer, { token }: TestMember, kept: Names | null = null) {
  const joined = testClient(disposal, { url: server.url, token, names: kept });
  const save = vi.spyOn(joined.names, 'save');
  joined.client.start();
  await vi.waitFor(() => expect(joined.client.state.kind).toBe('connected'));
  return { ...joined, saved: save.mock.calls };
}

function namesSeen({ state }: TeamClient): readonly string[] {
  if (state.kind !== 'connected') return [];
  return [...state.team.replica.members.values()].map(({ name }) => name);
}

describe('SE7 the names of a team', () => {
  it('are kept when they come, and when somebody joins', async () => {
    const { clock, server, ben } = await start();
    const { client, names, saved } = await join(server, ben);
    expect(names.load()?.members).toMatchObject([
      { name: 'Anna', seat: 1 },
      { name: 'Ben', seat: 2 },
    ]);
    await server.add('Cleo');
    clock.advance(POLLED);
    await vi.waitFor(() => expect(namesSeen(client)).toEqual(['Anna', 'Ben', 'Cleo']));
    expect(names.load()?.members).toHaveLength(3);
    expect(saved).toHaveLength(2);
  });

  it('do not travel again to an app that has them from before', async () => {
    const { server, ben } = await start();
    const before = await join(server, ben);
    await before.client.leave('quit');
    const kept = before.names.load();
    expect(kept).not.toBeNull();

    // Only from what was kept can this name be.
    const [anna, ...others] = kept?.members ?? [];
    if (kept === null || anna === undefined) throw new Error('no names were kept');
    const marked = { ...kept, members: [{ ...anna, name: 'Anna as kept' }, ...others] };
    const after = await join(server, ben, marked);
    expect(namesSeen(after.client)).toEqual(['Anna as kept', 'Ben']);
    expect(after.saved).toEqual([]);
  });

  it('travel again to an app that has those of another day', async () => {
    const { clock, server, ben } = await start();
    const before = await join(server, ben);
    await before.client.leave('quit');
    await server.add('Cleo');
    clock.advance(POLLED);
    const after = await join(server, ben, before.names.load());
    await vi.waitFor(() => expect(namesSeen(after.client)).toEqual(['Anna', 'Ben', 'Cleo']));
    expect(after.names.load()).not.toEqual(before.names.load());
  });

  it('are asked for anew where those that were kept leave somebody out', async () => {
    const { server, ben } = await start();
    const before = await join(server, ben);
    await before.client.leave('quit');
    const kept = before.names.load();
    if (kept === null) throw new Error('no names were kept');
    const torn = { ...kept, members: kept.members.slice(1) };
    const after = testClient(disposal, { url: server.url, token: ben.token, names: torn });
    after.client.start();
    await vi.waitFor(() => expect(after.client.lastProblem).not.toBeNull());
    after.clock.advance(8_000);
    await vi.waitFor(() => expect(namesSeen(after.client)).toEqual(['Anna', 'Ben']));
    expect(after.names.load()).toEqual(kept);
  });

  it('stay when the app is quit, and go when the member signs out', async () => {
    const { server, ben } = await start();
    const quitting = await join(server, ben);
    await quitting.client.leave('quit');
    expect(quitting.names.load()).not.toBeNull();

    const leaving = await join(server, ben, quitting.names.load());
    await leaving.client.leave('signed-out');
    expect(leaving.names.load()).toBeNull();
  });

  it('go when the member may not come back, and stay where the server is only away', async () => {
    const { clock, server, ben } = await start();
    const { client, names } = await join(server, ben);
    await server.restart();
    await vi.waitFor(() => expect(client.state.kind).toBe('lost'));
    expect(names.load()).not.toBeNull();

    const again = await join(server, ben, names.load());
    await replaceToken(server.dataFolder, ben.email);
    clock.advance(POLLED);
    await vi.waitFor(() => expect(again.client.state.kind).toBe('ended'));
    expect(again.names.load()).toBeNull();
  });

  it('go where a token is refused at the start', async () => {
    const { server, ben } = await start();
    const { client, names } = await join(server, ben);
    await client.leave('quit');
    await replaceToken(server.dataFolder, ben.email);
    const again = testClient(disposal, { url: server.url, token: ben.token, names: names.load() });
    again.client.start();
    await vi.waitFor(() => expect(again.client.state.kind).toBe('ended'));
    expect(again.names.load()).toBeNull();
  });
});
