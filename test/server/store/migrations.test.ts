import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import { VERSION_1 } from '../../support/earlier-database.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { storeMember } from '../../support/stored-team.ts';
import { temporaryFolder } from '../../support/team-server.ts';

describe('a database of an earlier version', () => {
  it('keeps everything when it is opened, and can do everything from then on', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'ampel.sqlite');
    const earlier = new DatabaseSync(file);
    earlier.exec(VERSION_1);
    earlier.close();

    for (let opened = 0; opened < 2; opened += 1) {
      const store = openSqliteStore(folder.path, new ManualClock());
      expect(await store.team('team')).toEqual({
        teamId: 'team',
        name: 'Support',
        settings: {
          inactivityTimeoutMinutes: 5,
          lockPolicy: 'ignore',
          assignOnlyOnline: true,
          holdSeconds: 60,
          timeoutSetBy: null,
        },
      });
      const team = { teamId: 'team' };
      expect(await store.read.members.all('team')).toMatchObject([
        {
          ...team,
          memberId: 'ada',
          email: 'ada@example.com',
          name: 'Ada',
          role: 'owner',
          createdAt: 1_000,
        },
        {
          ...team,
          memberId: 'bo',
          email: 'bo@example.com',
          name: 'Bo',
          role: 'agent',
          createdAt: 2_000,
        },
      ]);
      expect(await store.choices('team')).toEqual(
        new Map([
          [
            'ada',
            {
              choice: 'busy',
              madeAt: 5_000,
              madeOn: null,
              until: 9_000,
              note: 'On a call',
              fallback: 'online',
            },
          ],
        ]),
      );
      expect(await store.tokenOwner('hash')).toMatchObject({ ...team, memberId: 'ada' });
      expect(await store.history('ada', { limit: 10 })).toEqual({ intervals: [], more: false });
      expect((await store.savedPresence('team')).statuses.size).toBe(0);
      await store.close();
    }
  });

  it('gives everybody a seat, by when they came, and those who come later the next', async () => {
    await using folder = await temporaryFolder();
    const earlier = new DatabaseSync(join(folder.path, 'ampel.sqlite'));
    earlier.exec(VERSION_1);
    earlier.exec(`
      INSERT INTO teams VALUES ('sales', 'Sales', (SELECT settings FROM teams));
      INSERT INTO members VALUES ('sam', 'sales', 'sam@example.com', 'Sam', 'owner', 1500);
      INSERT INTO members VALUES ('zoe', 'team', 'zoe@example.com', 'Zoe', 'agent', 500);
      INSERT INTO members VALUES ('alf', 'team', 'alf@example.com', 'Alf', 'agent', 1000);
    `);
    earlier.close();
    for (let opened = 0; opened < 2; opened += 1) {
      const store = openSqliteStore(folder.path, new ManualClock());
      const seats = async (teamId: string) =>
        Object.fromEntries(
          (await store.read.members.all(teamId)).map(({ memberId, seat }) => [memberId, seat]),
        );
      expect(await seats('team')).toEqual({ zoe: 1, ada: 2, alf: 3, bo: 4 });
      expect(await seats('sales')).toEqual({ sam: 1 });
      await store.close();
    }
    const store = openSqliteStore(folder.path, new ManualClock());
    const createdAt = 3_000;
    const cy = { memberId: 'cy', teamId: 'team', email: 'cy@example.com', name: 'Cy', createdAt };
    expect(await storeMember(store, { ...cy, role: 'agent' })).toMatchObject({ seat: 5 });
    await store.close();
  });

  it('TR6: gives nobody a past that nobody recorded', async () => {
    await using folder = await temporaryFolder();
    const earlier = new DatabaseSync(join(folder.path, 'ampel.sqlite'));
    earlier.exec(VERSION_1);
    earlier.close();
    const store = openSqliteStore(folder.path, new ManualClock());
    const since = 10_000;
    await store.savePresence({
      entries: [
        { memberId: 'ada', status: 'online', cause: 'signed-in', since, deviceName: 'Laptop' },
      ],
      devices: new Map([
        ['ada', [{ deviceId: 'laptop', name: 'Laptop', lastInputAt: since, locked: false }]],
      ]),
    });
    expect((await store.history('ada', { limit: 10 })).intervals).toEqual([
      { status: 'online', cause: 'signed-in', from: since, to: null, device: 'Laptop' },
    ]);
    await store.close();
  });
});
