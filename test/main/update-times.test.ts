import { describe, expect, it } from 'vitest';
import { untilNextLook, whenToAsk } from '../../src/main/updates/update-times.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Monday 9 March 2026, in local time. */
const at = (hours: number, minutes = 0, day = 9) =>
  new Date(2026, 2, day, hours, minutes).getTime();
const FREE = { askedAt: null, busyUntil: null, quietHours: null };

describe('UP1 looking for a newer version', () => {
  it('begins minutes after the start, and goes on every few hours', () => {
    expect(untilNextLook('none', 0.5)).toBe(3 * MINUTE);
    expect(untilNextLook('answered', 0.5)).toBe(4 * HOUR);
    expect(untilNextLook('failed', 0.5)).toBe(30 * MINUTE);
  });

  it('is spread, so that not all computers of a team look at once', () => {
    expect(untilNextLook('answered', 0)).toBe(3.2 * HOUR);
    expect(untilNextLook('answered', 1)).toBe(4.8 * HOUR);
  });
});

describe('UP3 the question for a restart', () => {
  it('comes at once where nothing speaks against it', () => {
    expect(whenToAsk(at(12), FREE)).toBe(at(12));
  });

  it('comes again after a day at the earliest', () => {
    expect(whenToAsk(at(12), { ...FREE, askedAt: at(11) })).toBe(at(11, 0, 10));
    expect(whenToAsk(at(12), { ...FREE, askedAt: at(11, 0, 1) })).toBe(at(12));
  });

  it('is not put off for years by a computer whose time was set back', () => {
    expect(whenToAsk(at(12), { ...FREE, askedAt: at(12, 0, 30) })).toBe(at(12));
  });

  it('waits until a timed Busy is over', () => {
    expect(whenToAsk(at(12), { ...FREE, busyUntil: at(13, 30) })).toBe(at(13, 30));
    expect(whenToAsk(at(12), { ...FREE, busyUntil: at(11) })).toBe(at(12));
  });

  it.for([
    ['within the day', '12:00', '13:00', at(12, 30), at(13)],
    ['at their first minute', '12:00', '13:00', at(12), at(13)],
    ['not at their end', '12:00', '13:00', at(13), at(13)],
    ['before midnight, of those that pass it', '18:00', '08:00', at(23), at(8, 0, 10)],
    ['after midnight, of those that pass it', '18:00', '08:00', at(3), at(8)],
    ['between those that pass midnight', '18:00', '08:00', at(12), at(12)],
  ] as const)('waits for the end of quiet hours: %s', ([, from, to, now, asks]) => {
    expect(whenToAsk(now, { ...FREE, quietHours: { from, to } })).toBe(asks);
  });

  it('waits for quiet hours in which a timed Busy ends', () => {
    const quietHours = { from: '18:00', to: '08:00' };
    expect(whenToAsk(at(17), { ...FREE, busyUntil: at(19), quietHours })).toBe(at(8, 0, 10));
  });

  it('never comes where it is always quiet', () => {
    const quietHours = { from: '08:00', to: '08:00' };
    expect(whenToAsk(at(12), { ...FREE, quietHours })).toBeNull();
  });
});
