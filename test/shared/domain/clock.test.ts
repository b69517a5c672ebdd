import { describe, expect, it } from 'vitest';
import { epochOf, momentOf, steadyOf } from '../../../src/shared/domain/clock.ts';
import { ManualClock } from '../../support/manual-clock.ts';

describe('the two scales of a clock', () => {
  it('name the same moment', () => {
    const clock = new ManualClock(5_000);
    clock.setForward(1_000_000);
    const now = momentOf(clock);
    expect(now).toEqual({ epoch: 1_005_000, steady: 5_000 });
    expect(epochOf(4_000, now)).toBe(1_004_000);
    expect(steadyOf(1_004_000, now)).toBe(4_000);
  });

  it('answer whole milliseconds of the day, whatever the steady scale counts in', () => {
    expect(epochOf(4_000.6, { epoch: 1_000, steady: 5_000.3 })).toBe(0);
  });
});
