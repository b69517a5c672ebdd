import { describe, expect, it } from 'vitest';
import { refreshIntervalMs } from '../../../src/shared/domain/activity.ts';
import { mayManage } from '../../../src/shared/domain/member.ts';
import { DEFAULT_SETTINGS, inactivityTimeoutMs } from '../../../src/shared/domain/settings.ts';
import { chooseSchema, settingsChangeSchema } from '../../../src/shared/protocol/schemas.ts';

describe('team settings', () => {
  it('PR5: the inactivity timeout is 15 minutes unless set', () => {
    expect(inactivityTimeoutMs(DEFAULT_SETTINGS)).toBe(15 * 60_000);
  });

  it.each([1, 15, 60])('PR5: %s minutes fit', (inactivityTimeoutMinutes) => {
    expect(settingsChangeSchema.safeParse({ inactivityTimeoutMinutes }).success).toBe(true);
  });

  it.each([0, 61, 1.5, -1, '15', null, Number.NaN])(
    'PR5: %s does not fit',
    (inactivityTimeoutMinutes) => {
      expect(settingsChangeSchema.safeParse({ inactivityTimeoutMinutes }).success).toBe(false);
    },
  );

  it('PR5: owners and managers change settings, agents do not', () => {
    expect(mayManage('owner')).toBe(true);
    expect(mayManage('manager')).toBe(true);
    expect(mayManage('agent')).toBe(false);
  });

  it('PR4: a device reports at least every 30 s, more often where the timeout is short', () => {
    expect(refreshIntervalMs(15 * 60_000)).toBe(30_000);
    expect(refreshIntervalMs(40_000)).toBe(20_000);
  });

  it('PR1: nothing but Online and Busy can be chosen', () => {
    expect(chooseSchema.safeParse({ choice: 'busy', ageMs: 0 }).success).toBe(true);
    expect(chooseSchema.safeParse({ choice: 'offline', ageMs: 0 }).success).toBe(false);
  });
});
