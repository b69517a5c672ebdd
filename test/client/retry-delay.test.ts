import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../src/client/retry-delay.ts';

describe('retry delay', () => {
  it('doubles from half a second and ends at 8 s, within the grace (PR15)', () => {
    const longest = [0, 1, 2, 3, 4, 5, 50].map((failures) => retryDelayMs(failures, 1));
    expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('spreads the clients of a server over the upper half', () => {
    expect(retryDelayMs(10, 0)).toBe(4_000);
    expect(retryDelayMs(10, 0.5)).toBe(6_000);
  });

  it('is what the server asks for, up to twice as long, where that is longer', () => {
    expect(retryDelayMs(1, 0, 10_000)).toBe(10_000);
    expect(retryDelayMs(1, 0.5, 10_000)).toBe(15_000);
    expect(retryDelayMs(10, 0.5, 1_000)).toBe(6_000);
  });

  it('is not for ever, whatever the server asks', () => {
    expect(retryDelayMs(1, 0, 1e12)).toBe(300_000);
  });
});
