import { describe, expect, it, vi } from 'vitest';
import { ConnectedTeam } from '../../support/connected-team.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Ada is Online and Bo Busy for an hour, both since a while. */
async function setUp() {
  const t = await ConnectedTeam.start();
  const bo = await t.join('Bo');
  t.clock.advance(MINUTE);
  await bo.client.ask('choose', { choice: 'busy', forSeconds: 3_600, note: 'On a call', ageMs: 0 });
  t.clock.advance(MINUTE);
  const { statuses } = (await t.ada.ask('team:get', {})).snapshot;
  return { t, bo, statuses };
}

describe('a restart of the whole server', () => {
  it('PR7, PR15: who is back within 10 s was never gone, and everything stands', async () => {
    const { t, bo, statuses } = await setUp();
    await using _ = t;
    await t.server.restart(() => t.clock.advance(5 * MINUTE));
    expect(await bo.client.ended).toBe('transport close');
    using ada = await t.connect(t.member);
    expect(ada.welcome?.snapshot?.statuses).toEqual(statuses);
    t.clock.advance(9 * SECOND);
    using back = await t.connect(bo);
    expect(back.welcome?.self).toMatchObject({ status: 'busy', note: 'On a call' });
    t.clock.advance(MINUTE);
    expect((await ada.ask('team:get', {})).snapshot.statuses).toEqual(statuses);
    expect(ada.changes).toEqual([]);
    expect(await back.ask('history:get', { limit: 200 })).toMatchObject({
      intervals: [{ status: 'busy' }, { status: 'online' }],
    });
  });

  it('PR15: who is not back after 10 s is Offline', async () => {
    const { t, bo } = await setUp();
    await using _ = t;
    await t.server.restart();
    const start = t.clock.now();
    using ada = await t.connect(t.member);
    t.clock.advance(10 * SECOND);
    const gone = { status: 'offline', cause: 'connection-lost', since: start + 10 * SECOND };
    expect(await ada.seen(bo.memberId)).toEqual({ memberId: bo.memberId, ...gone });
    await vi.waitFor(() => expect(ada.changes).toMatchObject([{ memberId: bo.memberId, ...gone }]));
  });

  it('PR15: after a night nobody is Online but who is there', async () => {
    const { t, bo } = await setUp();
    await using _ = t;
    await t.server.restart(() => t.clock.advance(8 * HOUR));
    using ada = await t.connect(t.member);
    expect(ada.welcome?.self).toMatchObject({ status: 'online' });
    expect(await ada.seen(bo.memberId)).toMatchObject({ status: 'offline' });
  });

  it('TR6: removes what is recorded for more than 90 days', async () => {
    const { t, bo } = await setUp();
    await using _ = t;
    await t.server.restart(() => t.clock.setForward(91 * 24 * HOUR));
    using back = await t.connect(bo);
    const { intervals } = await back.ask('history:get', { limit: 200 });
    expect(intervals).toMatchObject([{ cause: 'returned' }, { cause: 'connection-lost' }]);
  });
});
