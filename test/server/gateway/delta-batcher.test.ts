import { describe, expect, it } from 'vitest';
import { DeltaBatcher, SHORTEST_PAUSE_MS } from '../../../src/server/gateway/delta-batcher.ts';
import type { Change, LogEntry } from '../../../src/server/log/presence-log.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const change: Change = { kind: 'member-removed', memberId: 'x', seat: 1 };

/** Sending a frame costs `cost` ms, and meanwhile the clock is set forward by `setMs`. */
function setUp(cost = 0, setMs = 0) {
  const clock = new ManualClock();
  const sent: (LogEntry & { readonly to: number; readonly at: number })[] = [];
  const start = clock.now();
  let head = 0;
  const batcher = new DeltaBatcher(clock, ({ from, changes }) => {
    sent.push({ from, to: from + changes.length, changes, at: clock.now() - start });
    clock.advance(cost);
    clock.setForward(setMs);
  });
  const add = (count = 1) => {
    batcher.add({ from: head, changes: Array.from({ length: count }, () => change) });
    head += count;
  };
  return { clock, sent, batcher, add };
}

describe('batching of deltas', () => {
  it('lets a change that comes alone leave at once', () => {
    const { clock, sent, add } = setUp();
    add();
    clock.advance(SHORTEST_PAUSE_MS);
    add();
    expect(sent).toMatchObject([
      { from: 0, to: 1, at: 0 },
      { from: 1, to: 2, at: SHORTEST_PAUSE_MS },
    ]);
    expect(clock.pending).toBe(0);
  });

  it('PR9: gathers a storm into few frames, without a gap and in order', () => {
    const { clock, sent, add } = setUp();
    for (let ms = 0; ms < 1_000; ms += 1) {
      add();
      clock.advance(1);
    }
    clock.advance(SHORTEST_PAUSE_MS);
    expect(sent.length).toBeLessThanOrEqual(21);
    expect(sent[0]?.from).toBe(0);
    for (const [index, { from }] of sent.entries()) {
      if (index > 0) expect(from).toBe(sent[index - 1]?.to);
    }
    expect(sent.at(-1)?.to).toBe(1_000);
  });

  it('pauses longer after a frame that cost much and held much, counted from its end', () => {
    const { clock, sent, add } = setUp(20);
    add(20);
    add();
    clock.advance(239);
    expect(sent).toHaveLength(1);
    clock.advance(1);
    expect(sent).toMatchObject([{ at: 0 }, { at: 260 }]);
  });

  it.each([
    { cost: 100, pause: 400 },
    { cost: 600, pause: 600 },
  ])('pauses no longer than a moment, or than it took ($cost ms)', ({ cost, pause }) => {
    const { clock, sent, add } = setUp(cost);
    add(20);
    add();
    clock.advance(pause - 1);
    expect(sent).toHaveLength(1);
    clock.advance(1);
    expect(sent).toMatchObject([{ at: 0 }, { at: cost + pause }]);
  });

  it('pauses no longer than it took where a change came alone', () => {
    const { clock, sent, add } = setUp(100);
    add();
    add();
    clock.advance(100);
    expect(sent).toMatchObject([{ at: 0 }, { at: 200 }]);
  });

  it('sends what one append brought as one frame', () => {
    const { sent, add } = setUp();
    add(5_000);
    expect(sent).toMatchObject([{ from: 0, to: 5_000 }]);
  });

  it.each([3_600_000, -3_600_000])(
    'waits for the pause and no longer where the clock is set (%s ms), even while sending',
    (ms) => {
      const { clock, sent, add } = setUp(0, ms);
      add();
      add();
      clock.advance(SHORTEST_PAUSE_MS - 1);
      expect(sent).toHaveLength(1);
      clock.advance(1);
      expect(sent).toHaveLength(2);
      clock.setForward(ms);
      add();
      clock.advance(SHORTEST_PAUSE_MS);
      expect(sent).toHaveLength(3);
    },
  );

  it('sends nothing more once closed', () => {
    const { clock, sent, add, batcher } = setUp();
    add();
    add();
    batcher.drop();
    clock.advance(1_000);
    expect(sent).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
