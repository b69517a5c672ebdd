import type { Socket as NetSocket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import { ConnectedTeam } from '../../support/connected-team.ts';
import type { SeenWelcome } from '../../support/unpacked.ts';
import type { WireClient } from '../../support/wire-client.ts';

/** Large enough that what somebody asks for of it fills every buffer on the way. */
const TEAM_SIZE = 4_000;

async function fill({ server: { dataFolder }, clock }: ConnectedTeam): Promise<void> {
  const store = openSqliteStore(dataFolder, clock);
  const teamId = (await store.teams())[0]?.teamId ?? '';
  await store.change(teamId, async ({ members }) => {
    for (let index = 1; index < TEAM_SIZE; index += 1) {
      const name = `Somebody with the number ${index}`;
      const given = { memberId: `member-${index}`, email: `${index}@example.com` };
      await members.add({ ...given, teamId, name, role: 'agent', createdAt: 0 });
    }
  });
  await store.close();
}

/** The connection as the system has it. */
function rawOf({ socket }: WireClient): NetSocket {
  return (socket.io.engine.transport as unknown as { ws: { _socket: NetSocket } }).ws._socket;
}

it('PR5, PR9: who read too slowly knows the settings, too, when they have read the rest', async () => {
  await using t = await ConnectedTeam.start();
  await fill(t);
  const bo = await t.connect(await t.server.add('Bo'));
  rawOf(bo).pause();
  for (let no = 0; no < 60; no += 1) bo.socket.emit('team:get', {}, () => undefined);
  const knows = (holdSeconds: number) => () => {
    const told = bo.heard.flatMap(({ event, payload }) => {
      if (event === 'settings') return [payload];
      return event === 'welcome' ? [(payload as SeenWelcome).settings] : [];
    });
    expect(told.at(-1)).toMatchObject({ holdSeconds });
  };
  const metrics = async () => (await fetch(`${t.url}/metrics`)).text();
  // Told again until there is more for Bo than the system takes.
  let holdSeconds = 10;
  await vi.waitFor(async () => {
    holdSeconds += 1;
    expect(await t.ada.ask('settings:set', { holdSeconds })).toMatchObject({ ok: true });
    expect(await metrics()).toContain('ampel_readers_left_out_total 1');
    t.clock.advance(1_000);
  }, 10_000);
  rawOf(bo).resume();
  await vi.waitFor(knows(holdSeconds), 10_000);
  bo.socket.disconnect();
}, 60_000);
