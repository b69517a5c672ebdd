import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { MINUTE, nameOf, SECOND, TeamUnderTest } from '../../support/team-presence.ts';

/** Bo's day, in which everything happens once and takes its time. */
async function aDay(t: TeamUnderTest) {
  const laptop = nameOf('bo', 'laptop');
  const phone = nameOf('bo', 'phone');
  let bo = await t.connect('bo');
  await t.work(MINUTE, bo);
  await t.team.choose(bo, { choice: 'busy', forSeconds: 300, ageMs: 0 });
  await t.work(6 * MINUTE, bo);
  await t.work(16 * MINUTE);
  await t.report(bo);
  await t.work(MINUTE, bo);
  await t.report(bo, { locked: true });
  await t.work(MINUTE);
  await t.report(bo);
  await t.work(MINUTE, bo);
  await t.team.bye(bo, 'signed-out');
  await t.work(MINUTE);
  bo = await t.connect('bo', 'phone');
  await t.work(MINUTE, bo);
  await t.team.disconnected(bo);
  await t.work(MINUTE);
  bo = await t.connect('bo', 'phone');
  await t.work(MINUTE, bo);
  await t.team.bye(bo, 'suspended');
  await t.work(MINUTE);
  await t.report(bo);
  return {
    bo,
    story: [
      ['online', 'signed-in', laptop],
      ['busy', 'chosen', laptop],
      ['online', 'timer', null],
      ['offline', 'inactivity', laptop],
      ['online', 'returned', laptop],
      ['offline', 'locked', laptop],
      ['online', 'returned', laptop],
      ['offline', 'signed-out', laptop],
      ['online', 'signed-in', phone],
      ['offline', 'connection-lost', phone],
      ['online', 'returned', phone],
      ['offline', 'suspended', phone],
      ['online', 'returned', phone],
    ],
  };
}

describe('what is recorded about a member', () => {
  it('TR6: every status with its cause and the device it came from, without gaps', async () => {
    await using t = await TeamUnderTest.start();
    const start = t.clock.now();
    const { bo, story } = await aDay(t);
    const intervals = (await t.historyOf(bo)).toReversed();
    expect(intervals.map(({ status, cause, device }) => [status, cause, device])).toEqual(story);
    expect(intervals[0]?.from).toBe(start);
    for (const [index, { from, to }] of intervals.entries()) {
      expect(to).toBe(intervals[index + 1]?.from ?? null);
      if (to !== null) expect(to).toBeGreaterThan(from);
    }
  });

  it('TR6: the same that teammates were shown, at the same times', async () => {
    await using t = await TeamUnderTest.start();
    const { bo } = await aDay(t);
    const shown = t
      .changesOf('bo')
      .map((change) =>
        change.kind === 'status' ? [change.status, change.cause, change.since] : [],
      );
    const recorded = (await t.historyOf(bo)).map(({ status, cause, from }) => [
      status,
      cause,
      from,
    ]);
    expect(recorded.toReversed()).toEqual(shown);
  });

  it('TR6: comes in pages', async () => {
    await using t = await TeamUnderTest.start();
    const { bo } = await aDay(t);
    const all = await t.historyOf(bo);
    const first = await t.team.history(bo, { limit: 5 });
    expect(first).toEqual({ intervals: all.slice(0, 5), more: true });
    const before = first.intervals.at(-1)?.from;
    const rest = await t.team.history(bo, { before, limit: 8 });
    expect(rest).toEqual({ intervals: all.slice(5), more: false });
  });

  it('TR6: is everybody’s own', async () => {
    await using t = await TeamUnderTest.start();
    await t.connect('bo');
    expect(await t.historyOf(t.observer)).toMatchObject([
      { status: 'online', cause: 'signed-in', device: nameOf('ada', 'laptop') },
    ]);
  });

  it('TR6: has no interval for a new note, a longer time or a second device', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.work(SECOND, bo);
    await t.team.choose(bo, { choice: 'busy', note: 'On a call', ageMs: 0 });
    const recorded = await t.historyOf(bo);
    expect(recorded).toHaveLength(2);
    await t.work(SECOND, bo);
    const phone = await t.connect('bo', 'phone');
    await t.team.choose(phone, { choice: 'busy', note: 'Still', forSeconds: 300, ageMs: 0 });
    await t.work(6 * MINUTE, bo, phone);
    expect(await t.seen('bo')).toMatchObject({ status: 'busy', cause: 'chosen' });
    expect(await t.historyOf(bo)).toEqual(recorded);
    expect(JSON.stringify(recorded)).not.toContain('call');
  });

  it('TR6: tells the change that a new timeout made as nobody’s device’s', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo', 'laptop', { idleMs: 10 * MINUTE });
    await t.work(SECOND);
    await t.team.changeSettings(t.observer, { inactivityTimeoutMinutes: 5 });
    expect(await t.historyOf(bo)).toMatchObject([
      { status: 'offline', cause: 'policy', device: null },
      { status: 'online', cause: 'signed-in' },
    ]);
  });
});

describe('where presence cannot be saved', () => {
  it('PR15, TR6: goes on, says so in the log, and saves what it missed once it can', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.work(SECOND, bo);
    using disk = new DatabaseSync(join(t.dataFolder, 'ampel.sqlite'));
    disk.exec('ALTER TABLE devices RENAME TO unreachable');
    await t.team.choose(bo, { choice: 'busy', ageMs: 0 });
    for (let passed = 0; passed < MINUTE; passed += SECOND / 5) await t.pass(SECOND / 5);
    expect(await t.seen('bo')).toMatchObject({ status: 'busy', cause: 'chosen' });
    expect(await t.historyOf(bo)).toMatchObject([{ status: 'online', to: null }]);
    expect(t.logged.join()).toContain('presence could not be saved');
    // Not with every change: whoever reads the log has to find other things in it too.
    expect(t.logged.length).toBeLessThan(10);

    disk.exec('ALTER TABLE unreachable RENAME TO devices');
    await t.work(MINUTE, bo);
    const since = (await t.seen('bo'))?.since;
    expect(await t.historyOf(bo)).toMatchObject([
      { status: 'busy', cause: 'chosen', from: since, to: null },
      { status: 'online', cause: 'signed-in', to: since },
    ]);
    await using again = await t.crash();
    expect(again.introductionOf('bo')).toMatchObject({ status: 'busy', since });
  });
});
