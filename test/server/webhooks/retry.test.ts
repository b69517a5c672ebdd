import { describe, expect, it } from 'vitest';
import { MAX_RETRIES, retryPauseMs } from '../../../src/server/webhooks/retry.ts';

const HOUR = 3_600_000;

const pauses = (random: number) => {
  const all: number[] = [];
  for (let attempts = 1; ; attempts += 1) {
    const pause = retryPauseMs(attempts, random);
    if (pause === null) return all;
    all.push(pause);
  }
};

describe('WH2: the pauses between attempts to deliver', () => {
  it('double from 5 s to an hour, and end after a day', () => {
    const even = pauses(0.5);
    expect(even.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(Math.max(...even)).toBe(HOUR);
    expect(even).toHaveLength(MAX_RETRIES);
    const total = even.reduce((sum, pause) => sum + pause, 0);
    expect(total).toBeGreaterThan(24 * HOUR);
    expect(total).toBeLessThan(25 * HOUR);
  });

  it('are up to a fifth shorter or longer by chance', () => {
    expect(retryPauseMs(1, 0)).toBe(4_000);
    expect(retryPauseMs(1, 0.999_999)).toBe(6_000);
  });
});
