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
  const lapses: string[] = [];
  const onLapsed = () => lapses.push(processId);
  const leases = new ProcessLeases({ connection, clock, logger, processId, onLapsed });
  redis.defer(() => leases.close());
  await leases.start();
  return { connection, leases, lapses };
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
    b.connection.close();
    const rest = Number(await a.connection.send('PTTL', 'ampel:process:b'));
    expect(rest).toBeGreaterThan(ALIVE_MS - 3_000);
    expect(rest).toBeLessThanOrEqual(ALIVE_MS);
    expect(await a.leases.alive(['a', 'b'])).toEqual(new Set(['a', 'b']));
    // As when all but a moment of that has passed.
    await a.connection.send('PEXPIRE', 'ampel:process:b', '50');
    await vi.waitFor(async () => expect(await a.leases.alive(['a', 'b'])).toEqual(new Set('a')));
    expect(a.lapses).toEqual([]);
  });

  it('tell a process that others may have taken it for dead, once', async () => {
    await using redis = await RedisConnections.start();
    const clock = new ManualClock();
    const a = await startProcess(redis, 'a', clock);
    clock.advance(2_000);
    expect(await a.leases.alive(['a'])).toEqual(new Set('a'));
    expect(a.lapses).toEqual([]);
    // As after a time in which it could not say anything.
    expect(await a.connection.send('DEL', 'ampel:process:a')).toBe(1);
    clock.advance(2_000);
    await vi.waitFor(() => expect(a.lapses).toEqual(['a']));
    clock.advance(2_000);
    expect(await a.leases.alive(['a'])).toEqual(new Set('a'));
    expect(a.lapses).toEqual(['a']);
  });

  it('lapse where Redis lost its data, and not where it has it', async () => {
    await using redis = await RedisConnections.start();
    const a = await startProcess(redis, 'a', new ManualClock());
    let ups = 0;
    a.connection.onUp(() => {
      ups += 1;
    });
    await redis.server.restart({ empty: false });
    await vi.waitFor(() => expect(ups).toBe(1), { timeout: 10_000 });
    expect(await a.leases.alive(['a'])).toEqual(new Set('a'));
    expect(a.lapses).toEqual([]);
    await redis.server.restart({ empty: true });
    await vi.waitFor(() => expect(a.lapses).toEqual(['a']), { timeout: 10_000 });
    expect(await a.leases.alive(['a'])).toEqual(new Set('a'));
  });
});
