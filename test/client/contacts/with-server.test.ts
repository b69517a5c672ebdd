import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectSocket } from '../../../src/client/socket-connection.ts';
import { TeamClient } from '../../../src/client/team-client.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { namesInMemory } from '../../support/names-store.ts';
import { putContacts } from '../../support/put-contacts.ts';
import { TeamServer, type TestMember } from '../../support/team-server.ts';

let disposal = new AsyncDisposableStack();
afterEach(async () => {
  await disposal.disposeAsync();
  disposal = new AsyncDisposableStack();
});

/** A member's device, and how its contacts stand. */
async function join(server: TeamServer, { token }: TestMember, deviceId: string) {
  const client = new TeamClient({
    url: server.url,
    token,
    device: { id: deviceId, name: 'Test', kind: 'desktop', version: '1.0.0' },
    activity: () => ({ idleMs: 0, locked: false, source: 'system' }),
    connect: connectSocket,
    outbox: { load: () => null, save: () => undefined },
    names: namesInMemory(),
    onChoiceRefused: () => undefined,
    clock: new ManualClock(),
    random: () => 0.5,
    warn: (message) => {
      throw new Error(message);
    },
  });
  disposal.defer(() => client.leave('quit'));
  client.start();
  await vi.waitFor(() => expect(client.state.kind).toBe('connected'));
  const known = () => (client.state.kind === 'connected' ? client.state.team.contacts : null);
  const mine = () => known()?.mine.map(({ contactId, state }) => `${contactId} ${state}`);
  return { client, known, mine };
}

describe('contacts of the real server', () => {
  it('AS5 AS6 AS7 are given, accepted, returned, assigned by hand and closed', async () => {
    const server = disposal.use(await TeamServer.start());
    const anna = await server.add('Anna Keller', 'manager');
    const ben = await server.add('Ben Sommer');
    await putContacts(server.dataFolder, 'c1', 'c2');

    const bens = await join(server, ben, 'device-of-ben');
    await vi.waitFor(() => expect(bens.mine()?.toSorted()).toEqual(['c1 assigned', 'c2 assigned']));
    await vi.waitFor(() => expect(bens.known()?.queue).toEqual({ waiting: 0, oldestSince: null }));
    expect(await bens.client.contactDesk.act('accept', 'c1')).toMatchObject({ ok: true });
    expect(bens.mine()).toContain('c1 accepted');

    // Nobody else is there, so what comes back waits.
    expect(await bens.client.contactDesk.act('return', 'c2')).toMatchObject({ ok: true });
    expect(bens.mine()).toEqual(['c1 accepted']);
    await vi.waitFor(() => expect(bens.known()?.queue.waiting).toBe(1));
    expect(await bens.client.contactDesk.look()).toMatchObject({
      value: { waiting: [{ contactId: 'c2', returned: { reason: 'returned' } }] },
    });
    expect(await bens.client.contactDesk.assign('c2', ben.memberId)).toMatchObject({
      problem: { code: 'forbidden' },
    });

    const annas = await join(server, anna, 'device-of-anna');
    await vi.waitFor(() => expect(annas.mine()).toEqual(['c2 assigned']));
    expect(await annas.client.contactDesk.assign('c2', ben.memberId)).toMatchObject({ ok: true });
    expect(annas.mine()).toEqual([]);
    await vi.waitFor(() => expect(bens.mine()?.toSorted()).toEqual(['c1 accepted', 'c2 assigned']));
    // Late: it is Ben's by now.
    expect(await annas.client.contactDesk.act('accept', 'c2')).toMatchObject({
      problem: { code: 'conflict' },
    });

    expect(await bens.client.contactDesk.act('close', 'c1')).toMatchObject({ ok: true });
    expect(bens.mine()).toEqual(['c2 assigned']);
  });
});
