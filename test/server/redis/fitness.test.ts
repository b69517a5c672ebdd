import { describe, expect, it } from 'vitest';
import { fitnessOf } from '../../../src/server/redis/fitness.ts';

const info = (facts: Record<string, string>) =>
  [
    '# Server',
    ...Object.entries({ redis_version: '7.0.15', cluster_enabled: '0', ...facts }).map(
      ([name, value]) => `${name}:${value}`,
    ),
    '',
  ].join('\r\n');

describe('Whether a Redis is fit', () => {
  it('accepts version 7 and later', () => {
    expect(fitnessOf(info({}))).toEqual({ kind: 'fit' });
    expect(fitnessOf(info({ redis_version: '10.2.0' }))).toEqual({ kind: 'fit' });
    expect(fitnessOf(info({ redis_version: '6.2.14' }))).toMatchObject({ kind: 'unfit' });
    expect(fitnessOf('')).toMatchObject({ kind: 'unfit' });
  });

  it('refuses a Redis Cluster', () => {
    expect(fitnessOf(info({ cluster_enabled: '1' }))).toMatchObject({ kind: 'unfit' });
  });

  it('warns of one that drops keys when its memory is full', () => {
    const policy = { maxmemory_policy: 'volatile-lru' };
    expect(fitnessOf(info({ ...policy, maxmemory: '1048576' }))).toMatchObject({
      kind: 'risky',
      why: expect.stringContaining('volatile-lru'),
    });
    expect(fitnessOf(info({ ...policy, maxmemory: '0' }))).toEqual({ kind: 'fit' });
  });
});
