import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../src/client/retry-delay.ts';

describe('retry delay', () => {
  it('doubles from half a second and ends at 15 s', () => {
    const longest = [0, 1, 2, 3, 4, 5, 50].map((failures) => retryDelayMs(failures, 1));
    expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  });

  it('spreads the clients of a server over the upper half', () => {
    expect(retryDelayMs(10, 0)).toBe(7_500);
    expect(retryDelayMs(10, 0.5)).toBe(11_250);
  });
});
