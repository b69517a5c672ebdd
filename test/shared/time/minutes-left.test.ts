import { describe, expect, it } from 'vitest';
import { minutesLeft, onEachMinuteLess } from '../../../src/shared/time/minutes-left.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const MINUTE = 60_000;

describe('the minutes left of a timed choice', () => {
  it('PR8: count a begun minute whole, and are none when it is over', () => {
    expect(minutesLeft(24 * MINUTE, 0)).toBe(24);
    expect(minutesLeft(24 * MINUTE, 1)).toBe(24);
    expect(minutesLeft(24 * MINUTE, MINUTE)).toBe(23);
    expect(minutesLeft(24 * MINUTE, 24 * MINUTE - 1)).toBe(1);
    expect(minutesLeft(24 * MINUTE, 24 * MINUTE)).toBe(0);
    expect(minutesLeft(24 * MINUTE, 25 * MINUTE)).toBe(0);
  });

  describe('tick', () => {
    /** What was left at each call, and when that was. */
    function ticking(until: number) {
      const clock = new ManualClock(0);
      const seen: [at: number, left: number][] = [];
      const stop = onEachMinuteLess(until, clock, () =>
        seen.push([clock.now(), minutesLeft(until, clock.now())]),
      );
      return { clock, seen, stop };
    }

    it('PR8: at each minute less and at the end, and then no more', () => {
      const until = 2 * MINUTE + 20_000;
      const { clock, seen } = ticking(until);
      clock.advance(10 * MINUTE);
      expect(seen).toEqual([
        [20_000, 2],
        [20_000 + MINUTE, 1],
        [until, 0],
      ]);
      expect(clock.pending).toBe(0);
    });

    it('are right within a minute of a clock that was set', () => {
      const { clock, seen } = ticking(60 * MINUTE);
      clock.setForward(30 * MINUTE);
      clock.advance(MINUTE);
      expect(seen.at(-1)?.[1]).toBe(29);
    });

    it('stop when nobody looks any more', () => {
      const { clock, seen, stop } = ticking(5 * MINUTE);
      stop();
      clock.advance(10 * MINUTE);
      expect(seen).toEqual([]);
    });
  });
});
