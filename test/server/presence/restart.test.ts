import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, nameOf, SECOND, TeamUnderTest } from '../../support/team-presence.ts';

type Restart = (t: TeamUnderTest, downMs?: number) => Promise<TeamUnderTest>;

/** How a server can end; what was there for a second has to survive both. */
const ENDINGS: readonly (readonly [string, Restart])[] = [
  ['is stopped', (t, downMs) => t.restart(downMs)],
  ['dies', (t, downMs) => t.crash(downMs)],
];

describe.each(ENDINGS)('where the server %s and starts again', (_, end) => {
  it('PR15: choice, note, since-time and cause stand', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.work(MINUTE, bo);
    await t.team.choose(bo, { choice: 'busy', note: 'On a call', ageMs: 0 });
    await t.work(2 * MINUTE, bo);
    const before = await t.seen('bo');
    expect(before).toMatchObject({ cause: 'chosen', since: t.clock.now() - 2 * MINUTE });
    await using again = await end(t, 5 * MINUTE);
    expect(await again.seen('bo')).toEqual(before);
    const back = await again.connect('bo');
    expect(back.said).toMatchObject([
      { self: { choice: 'busy', note: 'On a call', status: 'busy' } },
    ]);
    expect(await again.seen('bo')).toEqual(before);
  });

  it('PR11, PR15: the cause stands, whatever note came after it', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.report(bo, { locked: true });
    await t.work(MINUTE);
    await t.report(bo);
    await t.work(MINUTE, bo);
    await t.team.choose(bo, { choice: 'online', note: 'At the front desk', ageMs: 0 });
    const before = await t.seen('bo');
    expect(before).toMatchObject({ cause: 'returned', since: t.clock.now() - MINUTE });
    await using again = await end(t);
    expect(again.introductionOf('bo')).toEqual(before);
  });

  it('PR15: a timed Busy goes on and ends when it would have', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    const { until } = await t.team.choose(bo, { choice: 'busy', forSeconds: 3_600, ageMs: 0 });
    await t.work(20 * MINUTE, bo);
    await using again = await end(t, 5 * MINUTE);
    const back = await again.connect('bo');
    expect(await again.seen('bo')).toMatchObject({ status: 'busy', until });
    await again.work(35 * MINUTE - 1, back);
    expect(await again.seen('bo')).toMatchObject({ status: 'busy', until });
    await again.work(1, back);
    expect(await again.seen('bo')).toMatchObject({
      status: 'online',
      cause: 'timer',
      since: until,
    });
  });

  it('PR8, PR15: a timed Busy that ended meanwhile is over from the start', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    const { until } = await t.team.choose(bo, { choice: 'busy', forSeconds: 600, ageMs: 0 });
    await t.work(8 * MINUTE, bo);
    await using again = await end(t, 4 * MINUTE);
    const online = { status: 'online', cause: 'timer', since: until };
    expect(again.introductionOf('bo')).toMatchObject(online);
    const back = await again.connect('bo');
    expect(await again.seen('bo')).toEqual({ memberId: 'bo', ...online });
    expect(again.changesOf('bo')).toEqual([]);
    expect(await again.historyOf(back)).toMatchObject([
      { status: 'online', cause: 'timer', from: until, to: null },
      { status: 'busy', cause: 'chosen', to: until },
    ]);
  });

  it('PR7, PR15: who reconnects within 10 s never appears to have left', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.connect('bo', 'phone');
    await t.work(MINUTE, bo);
    const before = await t.seen('bo');
    await using again = await end(t, 10 * MINUTE);
    await again.pass(10 * SECOND - 1);
    const back = await again.connect('bo');
    await again.work(10 * MINUTE, back);
    expect(again.changesOf('ada')).toEqual([]);
    expect(again.changesOf('bo')).toEqual([]);
    expect(await again.seen('bo')).toEqual(before);
    expect(await again.historyOf(back)).toHaveLength(1);
  });

  it('PR7, PR15: who does not come back is Offline after 10 s, not before', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.work(MINUTE, bo);
    await using again = await end(t);
    await again.pass(10 * SECOND - 1);
    expect(again.changesOf('bo')).toEqual([]);
    await again.pass(1);
    expect(await again.seen('bo')).toEqual({
      memberId: 'bo',
      status: 'offline',
      cause: 'connection-lost',
      since: again.clock.now(),
    });
    await again.pass(SECOND);
    const back = await again.connect('bo');
    expect(await again.historyOf(back)).toMatchObject([
      { status: 'online', cause: 'returned' },
      { status: 'offline', cause: 'connection-lost', device: nameOf('bo', 'laptop') },
      { status: 'online', cause: 'signed-in' },
    ]);
  });

  it('PR15: of two devices one that comes back is enough', async () => {
    await using t = await TeamUnderTest.start();
    const laptop = await t.connect('bo');
    const phone = await t.connect('bo', 'phone');
    await t.work(MINUTE, laptop, phone);
    await using again = await end(t);
    await again.connect('bo', 'phone', { idleMs: 5 * MINUTE });
    await again.work(10 * MINUTE - SECOND);
    expect(again.changesOf('bo')).toEqual([]);
    await again.work(SECOND);
    expect(await again.seen('bo')).toMatchObject({ status: 'offline', cause: 'inactivity' });
  });

  it('PR15: eight hours later nobody is Online, not even for a moment', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.work(MINUTE, bo);
    // Bo's presence cannot have outlasted the timeout after the last that was heard of it.
    const since = t.clock.now() + 15 * MINUTE;
    await t.saved();
    await using again = await end(t, 8 * HOUR);
    const offline = { status: 'offline', cause: 'connection-lost', since } as const;
    expect(again.introductionOf('ada')).toMatchObject(offline);
    expect(again.introductionOf('bo')).toMatchObject(offline);
    await again.work(MINUTE);
    expect(again.changesOf('bo')).toEqual([]);
    expect(again.changesOf('ada')).toMatchObject([{ status: 'online', cause: 'returned' }]);
    expect(await again.seen('bo')).toEqual({ memberId: 'bo', ...offline });
  });

  it.each<[string, string, (t: TeamUnderTest) => Promise<void>]>([
    ['who signed out', 'signed-out', async (t) => t.team.bye(await t.connect('bo'), 'quit')],
    [
      'whose computer sleeps',
      'suspended',
      async (t) => t.team.bye(await t.connect('bo'), 'suspended'),
    ],
    [
      'whose computer is locked',
      'locked',
      async (t) => {
        await t.report(await t.connect('bo'), { locked: true });
      },
    ],
    [
      'who has been inactive',
      'inactivity',
      async (t) => {
        await t.connect('bo', 'laptop', { idleMs: 15 * MINUTE - 1 });
        await t.pass(1);
      },
    ],
    [
      'whose connection was lost',
      'connection-lost',
      async (t) => {
        await t.team.disconnected(await t.connect('bo'));
        await t.pass(10 * SECOND);
      },
    ],
  ])('PR11, PR15: %s stays Offline since the same time', async (_name, cause, leave) => {
    await using t = await TeamUnderTest.start();
    await leave(t);
    await t.work(MINUTE);
    const before = await t.seen('bo');
    expect(before).toMatchObject({ status: 'offline', cause });
    await using again = await end(t, HOUR);
    await again.work(MINUTE);
    expect(again.introductionOf('bo')).toEqual(before);
    expect(again.changesOf('bo')).toEqual([]);
    expect(await again.seen('bo')).toEqual(before);
  });

  it('PR15: a clock that starts in the past brings nobody back who was Offline', async () => {
    await using t = await TeamUnderTest.start();
    await t.connect('bo', 'laptop', { idleMs: 10 * MINUTE });
    await t.work(6 * MINUTE);
    const before = await t.seen('bo');
    expect(before).toMatchObject({ status: 'offline', cause: 'inactivity' });
    await using again = await end(t, -24 * HOUR);
    await again.work(MINUTE);
    expect(again.changesOf('bo')).toEqual([]);
    expect(again.changesOf('ada')).toEqual([]);
    expect(await again.seen('bo')).toEqual(before);
  });

  it('PR15: a connection that was lost just before has the grace as well', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.work(MINUTE, bo);
    await t.team.disconnected(bo);
    await t.work(4 * SECOND);
    await using again = await end(t, MINUTE);
    await again.pass(10 * SECOND - 1);
    expect(again.changesOf('bo')).toEqual([]);
    await again.pass(1);
    expect(await again.seen('bo')).toMatchObject({ cause: 'connection-lost' });
  });

  it('PR15: a locked device does not tell how long another one counted', async () => {
    await using t = await TeamUnderTest.start();
    const laptop = await t.connect('bo');
    await t.connect('bo', 'phone', { idleMs: 10 * MINUTE });
    await t.report(laptop, { locked: true });
    const since = t.clock.now() + 5 * MINUTE;
    await t.work(SECOND);
    await using again = await end(t, HOUR);
    expect(again.introductionOf('bo')).toMatchObject({ status: 'offline', since });
  });

  it('PR15: nobody has left where it ends again before they were back', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.team.choose(bo, { choice: 'busy', ageMs: 0 });
    await t.work(MINUTE, bo);
    const before = await t.seen('bo');
    await using second = await end(t, MINUTE);
    await second.work(SECOND);
    await using third = await end(second, MINUTE);
    await third.connect('bo');
    await third.work(MINUTE);
    expect(third.changesOf('bo')).toEqual([]);
    expect(await third.seen('bo')).toEqual(before);
  });
});

describe('where the server is stopped at once', () => {
  it('PR15: after somebody came, they have not left', async () => {
    await using t = await TeamUnderTest.start();
    await t.connect('bo');
    const before = await t.seen('bo');
    await using again = await t.restart();
    expect(again.introductionOf('bo')).toEqual(before);
    await again.connect('bo');
    expect(again.changesOf('bo')).toEqual([]);
  });
});

describe('where the server dies at once', () => {
  it('PR11, PR15: after a choice, the choice stands since it was made, as chosen', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.work(MINUTE, bo);
    await t.team.choose(bo, { choice: 'busy', ageMs: 0 });
    const chosen = await t.seen('bo');
    await using again = await t.crash(5 * SECOND);
    expect(again.introductionOf('bo')).toEqual(chosen);
    const back = await again.connect('bo');
    expect(again.changesOf('bo')).toEqual([]);
    expect(await again.historyOf(back)).toMatchObject([
      { status: 'busy', cause: 'chosen', from: chosen?.since, device: nameOf('bo', 'laptop') },
      { status: 'online', to: chosen?.since },
    ]);
  });

  it('PR15: after a new timeout, the timeout stands and counts from the start', async () => {
    await using t = await TeamUnderTest.start();
    await t.connect('bo', 'laptop', { idleMs: 10 * MINUTE });
    await t.work(SECOND);
    await t.team.changeSettings(t.observer, { inactivityTimeoutMinutes: 30 });
    await using again = await t.crash(10 * MINUTE);
    expect(again.introductionOf('bo')).toMatchObject({ status: 'online' });
    await again.pass(10 * SECOND - 1);
    expect(again.changesOf('bo')).toEqual([]);
  });
});

describe('where another server takes over from one that died', () => {
  it('SV5, TR6: all that the team was told is on record, though it was not saved yet', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.work(MINUTE, bo);
    const moments: number[] = [];
    for (const choice of ['busy', 'online', 'busy', 'online', 'busy'] as const) {
      t.clock.advance(10);
      await t.team.choose(bo, { choice, ageMs: 0 });
      moments.push(t.clock.now());
    }
    const before = await t.seen('bo');
    await using next = await t.takeOver();
    const back = await next.connect('bo');
    expect(await next.seen('bo')).toEqual(before);
    const intervals = (await next.historyOf(back)).toReversed();
    expect(intervals.map(({ status, cause }) => [status, cause])).toEqual([
      ['online', 'signed-in'],
      ['busy', 'chosen'],
      ['online', 'chosen'],
      ['busy', 'chosen'],
      ['online', 'chosen'],
      ['busy', 'chosen'],
    ]);
    expect(intervals.slice(1).map(({ from }) => from)).toEqual(moments);
    expect(intervals.map(({ to }) => to)).toEqual([...moments, null]);
  });
});
