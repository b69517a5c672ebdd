import { describe, expect, it } from 'vitest';
import {
  endsNextDay,
  entryOf,
  FIRST_QUIET_HOURS,
  hoursOf,
} from '../../src/renderer/settings/notifications/quiet-hours.ts';
import { quietHoursSchema } from '../../src/shared/bridge/bridge.ts';

describe('quiet hours', () => {
  it('are kept as they were entered', () => {
    const hours = { from: '09:05', to: '23:59' };
    expect(hoursOf(entryOf(hours))).toEqual(hours);
    expect(quietHoursSchema.parse(hoursOf(entryOf(FIRST_QUIET_HOURS)))).toEqual(FIRST_QUIET_HOURS);
  });

  it('are none while a field is incomplete', () => {
    expect(hoursOf({ ...entryOf(FIRST_QUIET_HOURS), to: null })).toBeNull();
  });

  it('end on the next day where they do not end later on the same', () => {
    expect(endsNextDay({ from: '18:00', to: '08:00' })).toBe(true);
    expect(endsNextDay({ from: '08:00', to: '08:00' })).toBe(true);
    expect(endsNextDay({ from: '12:00', to: '13:00' })).toBe(false);
  });
});
