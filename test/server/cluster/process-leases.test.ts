import { describe, expect, it, vi } from 'vitest';
import { ALIVE_MS, ProcessLeases } from '../../../src/server/cluster/process-leases.ts';
import { systemClock } from '../../../src/server/system-clock.ts';
import type { Clock } from '../../../src/shared/domain/clock.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { RedisConnections } from '../../support/redis-connections.ts';

async function startProcess(
  redis: RedisConnections,
  processId: string,
  clock: Clock = systemClock,
) {
  const { connection, logger } = await redis.connect();
  const onLapsed = vi.fn();
  const leases = new ProcessLeases({ connection, clock, logger, processId, onLapsed });
  redis.defer(() => leases.close());
  await leases.start();
  return { connection, leases, onLapsed };
}

// They wait for them to end, so that they can do so beside each other.
describe.concurrent('The leases of processes', () => {
  it('say which processes are alive', async () => {
    await using redis = await RedisConnections.start();
    const a = await startProcess(redis, 'a');
    const b = await startProcess(redis, 'b');
    expect(await a.leases.alive(['a', 'b', 'c'])).toEqual(new Set(['a', 'b']));
    await b.leases.close();
    expect(await a.leases.alive(['a', 'b', 'c'])).toEqual(new Set(['a']));
    expect(await a.leases.alive([])).toEqual(new Set());
  });

  it('end some seconds after their process died', async () => {
    await using redis = await RedisConnections.start();
    const a = await startProcess(redis, 'a');
    const b = await startProcess(redis, 'b');
    const began = performance.now();
    b.connection.close();
    await vi.waitFor(async () => expect(await a.leases.alive(['a', 'b'])).toEqual(new Set('a')), {
      timeout: 10_000,
    });
    const waited = performance.now() - began;
    expect(waited).toBeGreaterThan(ALIVE_MS - 2_500);
    expect(waited).toBeLessThan(ALIVE_MS + 2_000);
    expect(a.onLapsed).not.toHaveBeenCalled();
  });

  it('tell a process that others may have taken it for dead, once', async () => {
    await using redis = await RedisConnections.start();
    const clock = new ManualClock();
    const a = await startProcess(redis, 'a', clock);
    clock.advance(2_000);
    expect(await a.leases.alive(['a'])).toEqual(new Set('a'));
    expect(a.onLapsed).not.toHaveBeenCalled();
    // As after a time in which it could not say anything.
    expect(await a.connection.send('DEL', 'ampel:process:a')).toBe(1);
    clock.advance(2_000);
    await vi.waitFor(() => expect(a.onLapsed).toHaveBeenCalledOnce());
    clock.advance(2_000);
    expect(await a.leases.alive(['a'])).toEqual(new Set('a'));
    expect(a.onLapsed).toHaveBeenCalledOnce();
  });

  it('lapse where Redis lost its data, and not where it has it', async () => {
    await using redis = await RedisConnections.start();
    const a = await startProcess(redis, 'a', new ManualClock());
    const ups = vi.fn();
    a.connection.onUp(ups);
    await redis.server.restart({ empty: false });
    await vi.waitFor(() => expect(ups).toHaveBeenCalledTimes(1), { timeout: 10_000 });
    expect(await a.leases.alive(['a'])).toEqual(new Set('a'));
    expect(a.onLapsed).not.toHaveBeenCalled();
    await redis.server.restart({ empty: true });
    await vi.waitFor(() => expect(a.onLapsed).toHaveBeenCalledOnce(), { timeout: 10_000 });
    expect(await a.leases.alive(['a'])).toEqual(new Set('a'));
  });
});
