import { describe, expect, it, vi } from 'vitest';
import { isQuiet } from '../../../src/client/notifications/quiet.ts';
import { quietHoursEnd } from '../../../src/shared/time/quiet-hours.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { EVERYTHING, MINUTE, SECOND, SeenTeamOnScreen } from './seen-team.ts';

const NIGHT = { from: '18:00', to: '08:00' };

/** A moment of local time on 9 March 2026. */
const at = (hours: number, minutes: number, seconds = 0) =>
  new Date(2026, 2, 9, hours, minutes, seconds).getTime();

describe('while Busy', () => {
  it('NO4 nothing of the team is told, and nothing later of what happened then', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online', me: 'busy' } });
    team.change({ anna: 'busy' });
    team.clock.advance(SECOND);
    team.change({ me: 'online' });
    team.clock.advance(MINUTE);
    expect(team.news()).toEqual([]);
    team.change({ anna: 'online' });
    team.clock.advance(3 * SECOND);
    expect(team.news()).toEqual(['changes: anna busy>online']);
  });

  it('NO4 what was about to be told is not', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online' } });
    team.change({ anna: 'busy' });
    team.clock.advance(SECOND);
    team.change({ me: 'busy' });
    team.clock.advance(MINUTE);
    team.change({ me: 'online' });
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
  });

  it('NO4 everything is told where that is wished', () => {
    const team = new SeenTeamOnScreen({
      statuses: { anna: 'online', me: 'busy' },
      wishes: { quietWhileBusy: false },
    });
    team.change({ anna: 'busy' });
    team.clock.advance(3 * SECOND);
    expect(team.told).toEqual(['changes: anna online>busy']);
  });
});

describe('quiet hours', () => {
  it.each([
    ['before them', at(17, 59, 59), false],
    ['at their first minute', at(18, 0), true],
    ['at midnight', at(0, 0), true],
    ['at their last second', at(7, 59, 59), true],
    ['at their end', at(8, 0), false],
  ])('NO4 over midnight: %s', (_when, now, quiet) => {
    expect(isQuiet({ ...EVERYTHING, quietHours: NIGHT }, 'online', now)).toBe(quiet);
  });

  it.each([
    ['12:00', true],
    ['12:59', true],
    ['13:00', false],
    ['11:59', false],
  ])('NO4 within a day: at %s', (time, quiet) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    const wishes = { ...EVERYTHING, quietHours: { from: '12:00', to: '13:00' } };
    expect(isQuiet(wishes, 'online', at(hours, minutes))).toBe(quiet);
  });

  it('NO4 are the whole day where they end when they begin', () => {
    const wishes = { ...EVERYTHING, quietHours: { from: '09:00', to: '09:00' } };
    for (const hour of [0, 8, 9, 10, 23]) expect(isQuiet(wishes, 'online', at(hour, 0))).toBe(true);
  });

  it('NO4 end at the next time of day that ends them', () => {
    expect(quietHoursEnd(NIGHT, at(23, 0))).toBe(new Date(2026, 2, 10, 8).getTime());
    expect(quietHoursEnd(NIGHT, at(7, 59))).toBe(at(8, 0));
    expect(quietHoursEnd(NIGHT, at(8, 0))).toBeNull();
  });

  it('NO4 go by the clock on the wall in nights of 23 and of 25 hours', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const nights = evenings(2026).map((evening) => new Date(evening).getTimezoneOffset());
    expect(new Set(nights).size).toBe(2);
    for (const evening of evenings(2026)) {
      const end = quietHoursEnd(NIGHT, evening) ?? Number.NaN;
      expect(new Date(end).getHours()).toBe(8);
      expect(isQuiet({ ...EVERYTHING, quietHours: NIGHT }, 'online', end - 1)).toBe(true);
      expect(isQuiet({ ...EVERYTHING, quietHours: NIGHT }, 'online', end)).toBe(false);
    }
    vi.unstubAllEnvs();
  });

  it('NO4 nothing of the team is told in them', () => {
    const team = new SeenTeamOnScreen({
      statuses: { anna: 'online' },
      wishes: { quietHours: NIGHT },
      clock: new ManualClock(at(17, 59, 50)),
    });
    team.change({ anna: 'busy' });
    team.clock.advance(9 * SECOND);
    expect(team.news()).toEqual(['changes: anna online>busy']);
    team.change({ anna: 'online' });
    team.clock.advance(MINUTE);
    team.change({ anna: 'offline' });
    team.clock.advance(14 * 60 * MINUTE);
    expect(team.news()).toEqual([]);
  });
});

/** Eight in the evening of every day of a year. */
function evenings(year: number): number[] {
  return Array.from({ length: 365 }, (_, day) => new Date(year, 0, day + 1, 20).getTime());
}
