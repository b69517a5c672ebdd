import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND, TeamUnderTest } from '../../support/team-presence.ts';

describe('where somebody sets the computer’s time', () => {
  it.each([
    ['forward', 5 * HOUR],
    ['back', -5 * HOUR],
  ])('PR3: set %s, it turns nobody Offline or Online and moves no since-time', async (_, ms) => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.pass(5 * MINUTE);
    const [ada, changes] = [await t.seen('ada'), t.changes.length];
    t.clock.setForward(ms);
    await t.work(5 * MINUTE);
    expect(await t.seen('ada')).toEqual(ada);
    expect(t.changes).toHaveLength(changes);
    // Bo has had no input for 10 minutes by now, whatever the clock on the wall says.
    const left = 5 * MINUTE;
    expect(await t.team.report(bo, { ...t.active, seq: 0 })).toEqual({
      status: 'online',
      offlineAt: t.clock.now() + left,
      memberOfflineAt: t.clock.now() + left,
    });
    await t.work(left - SECOND);
    expect(t.changes).toHaveLength(changes);
    await t.work(SECOND);
    const offline = await t.seen('bo');
    expect(offline).toMatchObject({ cause: 'inactivity', since: t.clock.now() });
    t.clock.setForward(-2 * ms);
    await t.work(20 * MINUTE);
    expect(await t.seen('bo')).toEqual(offline);
  });

  it.each([
    ['forward', HOUR],
    ['back', -HOUR],
  ])('PR7: set %s within the grace, a lost connection shows after 10 s', async (_, ms) => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.team.disconnected(bo);
    t.clock.setForward(ms);
    await t.pass(10 * SECOND - 1);
    expect(await t.seen('bo')).toMatchObject({ status: 'online' });
    await t.pass(1);
    expect(await t.seen('bo')).toMatchObject({ cause: 'connection-lost' });
  });

  it('PR8: set beyond the end of a timed choice, the choice ends within a minute', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.team.choose(bo, { choice: 'busy', forSeconds: 3_600, ageMs: 0 });
    await t.work(10 * MINUTE, bo);
    t.clock.setForward(2 * HOUR);
    await t.pass(MINUTE);
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'timer' });
  });

  it.each([
    ['forward', 20 * MINUTE],
    ['back', -20 * MINUTE],
  ])('PR8: set %s, a timed choice still ends at its time of day', async (_, ms) => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    const { until } = await t.team.choose(bo, { choice: 'busy', forSeconds: 3_600, ageMs: 0 });
    const end = until ?? 0;
    await t.work(10 * MINUTE, bo);
    t.clock.setForward(ms);
    await t.work(end - t.clock.now() - 1, bo);
    expect(await t.seen('bo')).toMatchObject({ status: 'busy', until });
    await t.work(1, bo);
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'timer', since: end });
  });

  it.each(['laptop', 'phone'])(
    'PR10: set back, a choice made on the %s now is not refused',
    async (deviceId) => {
      await using t = await TeamUnderTest.start();
      const laptop = await t.connect('bo');
      const device = deviceId === 'laptop' ? laptop : await t.connect('bo', deviceId);
      await t.team.choose(laptop, { choice: 'busy', ageMs: 0 });
      t.clock.setForward(-3 * HOUR);
      await t.pass(SECOND);
      const answer = await t.team.choose(device, { choice: 'online', ageMs: 20 });
      expect(answer).toMatchObject({ status: 'online', applied: true });
      expect(await t.seen('bo')).toMatchObject({ status: 'online', since: t.clock.now() });
    },
  );

  it('TR6: set back, no interval ends before it began', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.work(MINUTE, bo);
    t.clock.setForward(-HOUR);
    await t.team.choose(bo, { choice: 'busy', ageMs: 0 });
    for (const { from, to } of await t.historyOf(bo)) {
      expect(to ?? from).toBeGreaterThanOrEqual(from);
    }
  });
});
