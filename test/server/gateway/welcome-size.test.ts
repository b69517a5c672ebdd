import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import type { StatusEntry, StoredDevice } from '../../../src/server/store/store.ts';
import { ConnectedTeam } from '../../support/connected-team.ts';
import { HOUR, MINUTE, SECOND } from '../../support/team-presence.ts';
import { WireClient } from '../../support/wire-client.ts';

const TEAM_SIZE = 5_000;

/** How many of them stop working while somebody is away for 9 s. */
const GOING = 500;

const OFFLINE = ['inactivity', 'locked', 'signed-out', 'connection-lost'] as const;
const ONLINE = ['returned', 'signed-in', 'timer'] as const;

/**
 * A team on a Monday: some hundred are Busy with a note, most are Online since some minute of the
 * last hours, and the others are Offline since some minute of the last days.
 */
async function fill({ server: { dataFolder }, clock }: ConnectedTeam): Promise<void> {
  const now = clock.now();
  const store = openSqliteStore(dataFolder, clock);
  const [team] = await store.teams();
  if (team === undefined) throw new Error('there is no team');
  const { teamId } = team;
  const entries: StatusEntry[] = [];
  const devices = new Map<string, readonly StoredDevice[]>();
  await store.change(teamId, async ({ members }) => {
    for (let index = 1; index < TEAM_SIZE; index += 1) {
      const memberId = `member-${index}-0123456789ab`;
      const name = `Somebody with the number ${index}`;
      const email = `${index}@example.com`;
      await members.add({ memberId, teamId, email, name, role: 'agent', createdAt: 0 });
      const minutesAgo = (index * 7_919) % 300;
      if (index % 5 === 0) {
        const cause = OFFLINE[index % OFFLINE.length] ?? 'inactivity';
        const since = now - minutesAgo * 20 * MINUTE - (index % 60) * SECOND;
        entries.push({ memberId, status: 'offline', cause, since, deviceName: null });
        continue;
      }
      const cause = ONLINE[index % ONLINE.length] ?? 'returned';
      const since = now - minutesAgo * MINUTE - (index % 60) * SECOND;
      entries.push({ memberId, status: 'online', cause, since, deviceName: null });
      // Within the next 8 s it is 15 minutes for some of them.
      const isGoing = index % 8 === 1 && index <= 10 * GOING;
      const lastInputAt = isGoing ? now - 15 * MINUTE + 1 + (index % 8_000) : now;
      devices.set(memberId, [{ deviceId: 'laptop', name: 'Laptop', lastInputAt, locked: false }]);
    }
  });
  await store.savePresence({ entries, devices });
  for (let index = 1; index < TEAM_SIZE; index += 37) {
    await store.changeChoice(`member-${index}-0123456789ab`, () => ({
      choice: 'busy',
      madeAt: now - HOUR,
      madeOn: 'laptop',
      until: index % 2 === 0 ? now + HOUR : null,
      note: 'On a call',
      fallback: 'online',
    }));
  }
  await store.close();
}

/** What its welcome was on the wire, in bytes: nothing is compressed. */
function bytesOf(client: WireClient): number {
  const { event, payload } = client.heard[0] ?? {};
  expect(event).toBe('welcome');
  return Buffer.byteLength(`42${JSON.stringify([event, payload])}`);
}

describe('PR9 who comes to a team of 5,000', () => {
  let t: ConnectedTeam;
  let first: WireClient;
  const come = (knows?: WireClient, auth = {}) =>
    WireClient.connect({
      url: t.url,
      token: t.member.token,
      auth,
      ...(knows === undefined ? {} : { knows }),
    });

  beforeAll(async () => {
    t = await ConnectedTeam.start();
    await fill(t);
    await t.server.restart();
    first = await come();
  }, 60_000);
  afterAll(() => t[Symbol.asyncDispose]());

  it('costs at most 40 kB where they know who is in it', async () => {
    expect(first.welcome?.snapshot?.members).toHaveLength(TEAM_SIZE);
    using again = await come(first, { have: undefined });
    expect(again.welcome?.snapshot).toEqual(first.welcome?.snapshot);
    const count = (wanted: string) =>
      again.welcome?.snapshot?.statuses.filter(({ status }) => status === wanted).length;
    expect([count('online'), count('busy'), count('offline')]).toEqual([3_892, 109, 999]);
    expect(bytesOf(again)).toBeLessThanOrEqual(40_000);
  });

  it('costs at most 2 kB where they were here a moment ago', async () => {
    using before = await come(first);
    before.socket.disconnect();
    t.clock.advance(9 * SECOND);
    using back = await come(before);
    const [delta] = back.welcome?.deltas ?? [];
    expect(delta?.changes).toHaveLength(GOING);
    expect(bytesOf(back)).toBeLessThanOrEqual(2_000);
  });
});
