import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ArrivalQueue } from '../../../src/server/limits/arrival-queue.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** A queue, and the numbers of those it has taken up. */
function setUp() {
  const clock = new ManualClock();
  const queue = new ArrivalQueue(clock);
  const taken: number[] = [];
  const join = (no: number) => queue.join(() => taken.push(no));
  /** Everybody who is waiting; each turn of the queue takes so long. */
  const drain = async (msOfTurn: number) => {
    while (queue.waiting > 0) {
      await turn();
      clock.advance(msOfTurn);
    }
  };
  return { clock, queue, taken, join, drain };
}

const numbers = (count: number) => Array.from({ length: count }, (_, no) => no);

describe('TR8: a storm of arrivals', () => {
  it('is taken up in order, a few before others have their turn', async () => {
    const { taken, join } = setUp();
    numbers(48).forEach(join);
    expect(taken).toEqual([]);
    const atOnce: number[] = [];
    while (taken.length < 48) {
      const before = taken.length;
      await turn();
      atOnce.push(taken.length - before);
    }
    expect(taken).toEqual(numbers(48));
    expect(Math.max(...atOnce)).toBeLessThan(20);
  });

  it('is gathered for some milliseconds where few come at a time, as several together cost less', async () => {
    const { clock, queue, taken, join } = setUp();
    join(0);
    await turn();
    expect(taken).toEqual([0]);
    let begun = 0;
    const work = () => {
      begun += 1;
    };
    const end = queue.begin(work);
    join(1);
    clock.advance(10);
    join(2);
    await turn();
    expect({ taken, begun }).toEqual({ taken: [0], begun: 0 });
    clock.advance(10);
    expect({ taken, begun }).toEqual({ taken: [0, 1, 2], begun: 1 });
    end();
    // As soon as there are many, there is nothing to wait for.
    numbers(16).map((no) => join(3 + no));
    await turn();
    expect(taken).toEqual(numbers(19));
    clock.advance(20);
    join(19);
    await turn();
    expect(taken).toEqual(numbers(20));
  });

  it('is let wait as long as all of it can be served in time', async () => {
    const { join, drain } = setUp();
    // As the process is fast, it learns that it can serve many.
    numbers(500).map(join);
    await drain(1);
    expect(numbers(5_000).map(join)).toEqual(
      numbers(5_000).map(() => expect.objectContaining({ kind: 'queued' })),
    );
  });

  it('is told to come again where the process is too slow, and about when', async () => {
    const { join, drain } = setUp();
    numbers(500).map(join);
    await drain(400);
    const queued = numbers(500).map(join);
    const isFull = queued.map(({ kind }) => kind === 'full');
    // 400 ms for 16 of them: in five seconds 200.
    expect(isFull.indexOf(true)).toBeGreaterThan(150);
    expect(isFull.indexOf(true)).toBeLessThan(300);
    expect(queued.at(-1)).toMatchObject({ kind: 'full', waitMs: expect.closeTo(5_000, -2) });
  });

  it('is told so too where nothing moves, as when the database hangs', async () => {
    const { clock, queue, taken, join } = setUp();
    const ends = numbers(50).map(() => queue.begin(() => undefined));
    numbers(10).map(join);
    await turn();
    expect(taken).toEqual([]);
    for (const end of ends) end();
    numbers(100).map(join);
    await turn();
    const held = numbers(50).map(() => queue.begin(() => undefined));
    clock.advance(6_000);
    expect(join(1_000).kind).toBe('full');
    for (const end of held) end();
  });

  it('does not count those who have left', async () => {
    const { queue, taken, join } = setUp();
    const all = numbers(50).map(join);
    for (const queued of all.slice(10)) if (queued.kind === 'queued') queued.leave();
    expect(queue.waiting).toBe(10);
    await turn();
    expect(taken).toEqual(numbers(10));
  });

  it('comes after those who were taken up before, of whom a few are worked on at a time', async () => {
    const { clock, queue, taken, join } = setUp();
    let begun = 0;
    const ends = numbers(20).map(() =>
      queue.begin(() => {
        begun += 1;
      }),
    );
    join(1);
    await turn();
    await turn();
    expect({ begun, underWay: queue.underWay, taken }).toEqual({
      begun: 16,
      underWay: 20,
      taken: [],
    });
    for (const end of ends.slice(0, 4)) end();
    // One may end that has not begun, or end twice.
    for (const end of [...ends.slice(-1), ...ends.slice(0, 1)]) end();
    clock.advance(20);
    expect({ begun, underWay: queue.underWay, taken }).toEqual({
      begun: 19,
      underWay: 15,
      taken: [1],
    });
  });
});
