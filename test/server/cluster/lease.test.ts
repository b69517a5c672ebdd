import { describe, expect, it, vi } from 'vitest';
import { LEASE_MS, Lease } from '../../../src/server/cluster/lease.ts';
import { systemClock } from '../../../src/server/system-clock.ts';
import type { Clock } from '../../../src/shared/domain/clock.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { RedisConnections } from '../../support/redis-connections.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';

/** A process that tries to have the lease, with all that it was told of it. */
async function candidate(
  redis: RedisConnections,
  processId: string,
  clock: Clock = systemClock,
  { url = redis.server.url, onTaken = (): void => undefined } = {},
) {
  const { connection, logger } = await redis.connect(url);
  const taken: string[] = [];
  const lost: string[] = [];
  const leaders: (string | null)[] = [];
  const lease = new Lease({
    connection,
    clock,
    logger,
    processId,
    onTaken: (token) => {
      taken.push(token);
      onTaken();
    },
    onLost: (reason) => lost.push(reason),
  });
  lease.onLeader((leader) => leaders.push(leader));
  redis.defer(() => lease.close());
  lease.start();
  const holds = () =>
    vi.waitFor(() => expect(lease.token()).not.toBeNull(), { timeout: 10_000, interval: 10 });
  return { connection, lease, taken, lost, leaders, holds };
}

/** Processes on clocks of their own, the first of which holds the lease. */
async function two(
  redis: RedisConnections,
  clocks: readonly [Clock, Clock] = [systemClock, systemClock],
) {
  const first = await candidate(redis, 'first', clocks[0]);
  await first.holds();
  const second = await candidate(redis, 'second', clocks[1]);
  await vi.waitFor(() => expect(second.lease.leader()).toBe('first'));
  return { first, second };
}

// They wait for it to end, so that they can do so beside each other.
describe.concurrent('The lease', () => {
  it('is held by one process, and all see by which', async () => {
    await using redis = await RedisConnections.start();
    const { first, second } = await two(redis);
    expect(first.taken).toEqual([first.lease.token()]);
    expect(first.lease.leader()).toBe('first');
    expect(await second.connection.send('GET', second.lease.key)).toBe(first.lease.token());
    expect(second.lease.token()).toBeNull();
    expect(second.taken).toEqual([]);
  });

  it('is another’s at once where its holder ends', async () => {
    await using redis = await RedisConnections.start();
    // Their time stands still: nobody looks just because a second has passed.
    const { first, second } = await two(redis, [new ManualClock(), new ManualClock()]);
    await first.lease.close();
    expect(first.lost).toEqual(['this server ends']);
    expect(first.lease.token()).toBeNull();
    await second.holds();
    expect(second.leaders.at(-1)).toBe('second');
  });

  it('is another’s a few seconds after its holder died, and not before', async () => {
    await using redis = await RedisConnections.start();
    const { first, second } = await two(redis);
    const began = performance.now();
    first.connection.close();
    await second.holds();
    const waited = performance.now() - began;
    expect(waited).toBeGreaterThan(LEASE_MS - 1_500);
    expect(waited).toBeLessThan(LEASE_MS + 3_000);
    expect(second.leaders.at(-1)).toBe('second');
    // By its own clock, before the other had it.
    expect(first.lost).toEqual(['it could not be renewed in time']);
  });

  it('is kept as long as it is renewed', async () => {
    await using redis = await RedisConnections.start();
    const clock = new ManualClock();
    const { first } = await two(redis, [clock, new ManualClock()]);
    const token = first.lease.token();
    for (let second = 1; second <= 10; second += 1) {
      const { connection, lease } = first;
      await connection.send('PEXPIRE', lease.key, String(LEASE_MS / 2));
      clock.advance(1_000);
      await vi.waitFor(async () =>
        expect(await connection.send('PTTL', lease.key)).toBeGreaterThan(LEASE_MS / 2),
      );
    }
    expect(first.lease.token()).toBe(token);
    expect(first.lost).toEqual([]);
  });

  it('is over for a process that was frozen, before it does anything', async () => {
    await using redis = await RedisConnections.start();
    const clock = new ManualClock();
    let frozenMs = 0;
    const frozen: Clock = {
      now: () => clock.now() + frozenMs,
      steady: () => clock.steady() + frozenMs,
      after: (delayMs, task) => clock.after(delayMs, task),
    };
    const { first } = await two(redis, [frozen, new ManualClock()]);
    frozenMs = LEASE_MS - 1_000;
    expect(first.lease.token()).not.toBeNull();
    frozenMs = LEASE_MS - 500;
    expect(first.lease.token()).toBeNull();
    expect(first.lost).toEqual(['it could not be renewed in time']);
    expect(first.leaders.at(-1)).toBeNull();
  });

  it('is over in time though timers come a little early', async () => {
    await using redis = await RedisConnections.start();
    const clock = new ManualClock();
    const early: Clock = {
      now: () => clock.now(),
      steady: () => clock.steady(),
      after: (delayMs, task) => clock.after(delayMs > 1 ? delayMs - 1 : delayMs, task),
    };
    const { first } = await two(redis, [early, new ManualClock()]);
    redis.server.freeze();
    clock.advance(LEASE_MS);
    expect(first.lost).toEqual(['it could not be renewed in time']);
    redis.server.thaw();
  });

  it('is lost where Redis lost its data, and taken again with another token', async () => {
    await using redis = await RedisConnections.start();
    const alone = await candidate(redis, 'alone');
    await alone.holds();
    await redis.server.restart({ empty: true });
    await vi.waitFor(() => expect(alone.taken).toHaveLength(2), { timeout: 10_000 });
    expect(alone.lost).toHaveLength(1);
    expect(new Set(alone.taken).size).toBe(2);
    expect(alone.lease.token()).toBe(alone.taken[1]);
  });

  it('is not confirmed where Redis has given it to another, before its holder knows', async () => {
    await using redis = await RedisConnections.start();
    // Their time stands still, and nobody tells them: only who asks Redis finds out.
    const { first, second } = await two(redis, [new ManualClock(), new ManualClock()]);
    expect(await first.lease.isConfirmed()).toBe(true);
    expect(await second.lease.isConfirmed()).toBe(false);
    await second.connection.send('SET', second.lease.key, 'second by-now');
    expect(await first.lease.isConfirmed()).toBe(false);
    expect(first.lease.token()).toBe(first.taken[0]);
  });

  it('is kept where Redis was started again with its data', async () => {
    await using redis = await RedisConnections.start();
    const alone = await candidate(redis, 'alone');
    await alone.holds();
    const states: string[] = [];
    alone.connection.onDown(() => states.push('down'));
    alone.connection.onUp(() => states.push('up'));
    await redis.server.restart({ empty: false });
    await vi.waitFor(() => expect(states).toEqual(['down', 'up']), { timeout: 10_000 });
    expect(alone.lost).toEqual([]);
    expect(alone.lease.token()).toBe(alone.taken[0]);
  });

  it('is over while Redis is frozen, and somebody’s soon after', async () => {
    await using redis = await RedisConnections.start();
    const { first, second } = await two(redis);
    redis.server.freeze();
    try {
      await vi.waitFor(() => expect(first.lost).toHaveLength(1), { timeout: LEASE_MS });
    } finally {
      redis.server.thaw();
    }
    await vi.waitFor(
      () => {
        const tokens = [first.lease.token(), second.lease.token()];
        expect(tokens.filter((token) => token !== null)).toHaveLength(1);
      },
      { timeout: LEASE_MS },
    );
    await vi.waitFor(() => expect(first.lease.leader()).toBe(second.lease.leader()), {
      timeout: 3_000,
    });
  });

  it('is nobody’s as far as those know who cannot reach Redis for longer than it lasts', async () => {
    await using redis = await RedisConnections.start();
    const { first, second } = await two(redis);
    await redis.server.stop();
    try {
      const timeout = LEASE_MS + 2_000;
      await vi.waitFor(() => expect(second.lease.leader()).toBeNull(), { timeout });
      await vi.waitFor(() => expect(first.lease.leader()).toBeNull(), { timeout });
      expect(second.leaders).toEqual(['first', null]);
    } finally {
      await redis.server.run();
    }
    await vi.waitFor(
      () => {
        expect(first.lease.leader()).not.toBeNull();
        expect(second.lease.leader()).toBe(first.lease.leader());
      },
      { timeout: 5_000 },
    );
  });

  it('SV3: is known to its holder though the connection was lost before it could say so', async () => {
    await using redis = await RedisConnections.start();
    await using proxy = await TcpProxy.to(redis.server.url);
    const clock = new ManualClock();
    const only = await candidate(redis, 'only', clock, {
      url: redis.server.through(proxy),
      onTaken: () => proxy.cut(),
    });
    await vi.waitFor(() => expect(only.connection.isUp).toBe(false));
    proxy.mend();
    await vi.waitFor(() => expect(only.connection.isUp).toBe(true));
    await vi.waitFor(async () => {
      clock.advance(1_000);
      expect(await only.lease.isConfirmed()).toBe(true);
      expect(only.lease.leader()).toBe('only');
    });
    expect(only.lost).toEqual([]);
  });

  it('is tried for at the usual pace where its holder could do nothing with it', async () => {
    await using redis = await RedisConnections.start();
    const clocks = [new ManualClock(), new ManualClock()] as const;
    const { first, second } = await two(redis, clocks);
    await first.lease.giveUp('it cannot lead', { isAnnounced: false });
    // Whoever heard of it would have asked Redis by the first answer, and have it by the second.
    for (const _ of [1, 2]) {
      for (const { connection } of [first, second]) await connection.send('PING');
    }
    expect([...first.taken, ...second.taken]).toHaveLength(1);
    for (const clock of clocks) clock.advance(1_000);
    await vi.waitFor(() => expect([...first.taken, ...second.taken]).toHaveLength(2));
  });

  it('goes to the other where its holder gives it up, or back to it', async () => {
    await using redis = await RedisConnections.start();
    const { first, second } = await two(redis);
    await first.lease.giveUp('the log is not as it should be');
    expect(first.lost).toEqual(['the log is not as it should be']);
    await vi.waitFor(() => {
      const tokens = [first.lease.token(), second.lease.token()];
      expect(tokens.filter((token) => token !== null)).toHaveLength(1);
    });
  });
});
