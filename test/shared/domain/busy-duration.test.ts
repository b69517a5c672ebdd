import { describe, expect, it } from 'vitest';
import { secondsFor, secondsUntilTimeOfDay } from '../../../src/shared/domain/busy-duration.ts';

const at = (hour: number, minute: number) => new Date(2026, 2, 9, hour, minute).getTime();

describe('how long Busy is to hold', () => {
  it('PR8 has no end unless one is picked', () => {
    expect(secondsFor('open', at(9, 0))).toBeUndefined();
    expect(secondsFor('30-minutes', at(9, 0))).toBe(1_800);
    expect(secondsFor('2-hours', at(9, 0))).toBe(7_200);
  });

  it('PR8 until tomorrow is the next midnight, and never less than the shortest time', () => {
    expect(secondsFor('tomorrow', at(22, 0))).toBe(2 * 3_600);
    expect(secondsFor('tomorrow', at(0, 0))).toBe(24 * 3_600);
    expect(secondsFor('tomorrow', at(23, 58))).toBe(300);
  });

  it('PR8 until a time of day is its next one, today or tomorrow', () => {
    expect(secondsUntilTimeOfDay(14, 30, at(12, 0))).toBe(2.5 * 3_600);
    expect(secondsUntilTimeOfDay(11, 0, at(12, 0))).toBe(23 * 3_600);
    expect(secondsUntilTimeOfDay(12, 0, at(12, 0))).toBe(24 * 3_600);
  });

  it('PR8 has no answer for a time that is too soon', () => {
    expect(secondsUntilTimeOfDay(12, 4, at(12, 0))).toBeNull();
    expect(secondsUntilTimeOfDay(12, 5, at(12, 0))).toBe(300);
  });
});
