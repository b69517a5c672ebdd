import { describe, expect, it } from 'vitest';
import { Allowance, Allowances } from '../../../src/server/limits/allowance.ts';
import { ManualClock } from '../../support/manual-clock.ts';

describe('TR2: what may happen so many times', () => {
  it('may happen as often as the burst at once, and then as time passes', () => {
    const clock = new ManualClock();
    const allowance = new Allowance(clock, { burst: 3, perSecond: 0.5 });
    const take = (times: number) => Array.from({ length: times }, () => allowance.take());
    expect(take(4)).toEqual([true, true, true, false]);
    expect(allowance.waitSeconds).toBe(2);
    clock.advance(2_000);
    expect(allowance.waitSeconds).toBe(0);
    expect(take(2)).toEqual([true, false]);
    clock.advance(3_600_000);
    expect(take(4)).toEqual([true, true, true, false]);
  });

  it('does not come back because somebody sets the computer’s time', () => {
    const clock = new ManualClock();
    const allowance = new Allowance(clock, { burst: 1, perSecond: 1 });
    allowance.take();
    clock.setForward(3_600_000);
    expect(allowance.take()).toBe(false);
  });

  it('gets no more by giving back than there was', () => {
    const allowance = new Allowance(new ManualClock(), { burst: 1, perSecond: 1 });
    allowance.giveBack();
    expect([allowance.take(), allowance.take()]).toEqual([true, false]);
  });

  it('is counted for each key apart, for as long as it matters', () => {
    const clock = new ManualClock();
    const allowances = new Allowances(clock, { burst: 1, perSecond: 1 });
    expect(allowances.of('a').take()).toBe(true);
    expect(allowances.of('b').take()).toBe(true);
    expect(allowances.of('a').take()).toBe(false);
    for (let no = 0; no < 5_000; no += 1) allowances.of(`other ${no}`);
    expect(allowances.of('a').take()).toBe(false);
  });
});
