import { afterEach, describe, expect, it, vi } from 'vitest';
import { secondsFor, secondsUntilTimeOfDay } from '../../../src/shared/domain/busy-duration.ts';
import { quietHoursEnd } from '../../../src/shared/time/quiet-hours.ts';

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

describe('a time of day where clocks are changed', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('PR8 until tomorrow ends at midnight, also on a day that began at one o’clock', () => {
    vi.stubEnv('TZ', 'Africa/Cairo');
    const afternoon = new Date(2026, 3, 24, 15, 0).getTime();
    expect(secondsFor('tomorrow', afternoon)).toBe(9 * 3_600);
  });

  it('PR8 NO4 what a day leaves out is where it belongs on the next', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const evening = new Date(2026, 2, 29, 22, 0).getTime();
    expect(secondsUntilTimeOfDay(2, 30, evening)).toBe(4.5 * 3_600);
    const end = quietHoursEnd({ from: '21:00', to: '02:30' }, evening);
    expect(end).toBe(new Date(2026, 2, 30, 2, 30).getTime());
  });

  it('PR8 NO4 a time that a day has twice comes for the second time that night', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const firstPast = Date.parse('2026-10-25T02:40:00+02:00');
    expect(secondsUntilTimeOfDay(2, 30, firstPast)).toBe(50 * 60);
    const again = Date.parse('2026-10-25T02:10:00+01:00');
    expect(secondsUntilTimeOfDay(2, 30, again)).toBe(20 * 60);
    const end = quietHoursEnd({ from: '22:00', to: '02:30' }, again);
    expect(end).toBe(Date.parse('2026-10-25T02:30:00+01:00'));
  });
});
