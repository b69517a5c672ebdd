import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../src/renderer/settings/diagnostics/self-test.ts';

const looks = (...idle: readonly (number | null)[]) =>
  idle.map((idleMs, index) => ({
    at: index * 1000,
    idleMs,
    locked: false,
    failure: null,
    source: 'system' as const,
  }));

describe('PR12 the check of whether a computer tells when it is used', () => {
  it.each([
    [[0, 1000, 2000], 'counts'],
    [[5000, 0, 1000], 'counts'],
    [[0, 0, 0], 'still'],
    [[3000, 2000, 0], 'still'],
    [[7], 'still'],
    [[null, null], 'fails'],
    [[null, 0, 1000], 'counts'],
    [[], 'fails'],
  ] as const)('finds from %j that it %s', (idle, verdict) => {
    expect(verdictOf(looks(...idle))).toBe(verdict);
  });
});
