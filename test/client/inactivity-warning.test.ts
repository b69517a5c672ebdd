import { describe, expect, it } from 'vitest';
import { InactivityWarning } from '../../src/client/inactivity-warning.ts';
import type { ActivityAnswer } from '../../src/shared/protocol/events.ts';

const alone: ActivityAnswer = { status: 'online', offlineAt: 1_000, memberOfflineAt: 1_000 };

function warning() {
  const told: (number | 'withdrawn')[] = [];
  return {
    told,
    warning: new InactivityWarning({
      warn: (leftMs) => told.push(leftMs),
      withdraw: () => told.push('withdrawn'),
    }),
  };
}

describe('warning before Offline', () => {
  it('PR13 warns once, however often the server is asked meanwhile', () => {
    const { told, warning: it } = warning();
    it.consider('there', 15_000, alone);
    it.consider('fading', 15_000, alone);
    it.consider('fading', 15_000, alone);
    expect(told).toEqual([15_000]);
  });

  it.each(['there', 'away'] as const)('PR13 is taken back when the member is %s', (attendance) => {
    const { told, warning: it } = warning();
    it.consider('fading', 15_000, alone);
    it.consider(attendance, 15_000, alone);
    it.consider(attendance, 15_000, alone);
    expect(told).toEqual([15_000, 'withdrawn']);
  });

  it('PR13 says nothing at a device the member does not depend on', () => {
    const { told, warning: it } = warning();
    it.consider('fading', 15_000, { ...alone, memberOfflineAt: 2_000 });
    expect(told).toEqual([]);
    // The other device has gone meanwhile.
    it.consider('fading', 15_000, alone);
    expect(told).toEqual([15_000]);
  });

  it('PR13 says nothing to whom nobody sees', () => {
    const { told, warning: it } = warning();
    it.consider('fading', 15_000, null);
    it.consider('fading', 15_000, { status: 'offline', offlineAt: null, memberOfflineAt: null });
    expect(told).toEqual([]);
  });
});
