import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { presenceLogContract } from '../../contract/presence-log.ts';
import { added, changed, toldMember, waiting } from '../../support/log-changes.ts';
import { RecordedLog } from '../../support/recorded-log.ts';
import { RedisServer } from '../../support/redis.ts';
import { ownPrefix, RedisProcess, type TeamOptions } from '../../support/redis-team.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';

/** How long a command may take where Redis is silent, in milliseconds. */
const AT_MOST_MS = 5_000;

let redis: RedisServer;
const processes: RedisProcess[] = [];

beforeAll(async () => {
  redis = await RedisServer.start();
});

afterAll(async () => {
  for (const each of processes) await each[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

presenceLogContract('RedisLog', async (recent) => {
  const leader = await start(ownPrefix(), { recent });
  await leader.lead();
  return leader.log;
});

describe('The presence log of several processes', () => {
  it('says to all of them what one of them tells, in the same order', async () => {
    const { leader, other } = await team();
    const listeners = [leader, other, other].map(() => new RecordedLog());
    const [first, second, third] = listeners;
    if (!first || !second || !third) return;
    await leader.log.follow('a', first);
    await other.log.follow('a', second);
    await other.log.follow('a', third);
    await leader.log.append('a', [added(1)]);
    await leader.log.tell('a', waiting(1));
    await leader.log.append('a', [changed(1, 'online', 1)]);
    for (const listener of listeners) await listener.reaches(2);
    expect(second.heard).toEqual(first.heard);
    expect(third.heard).toEqual(first.heard);
    expect(await other.log.told('a')).toEqual(await leader.log.told('a'));
  });

  it('is not begun by those who only read it, who hear of it when it is', async () => {
    const prefix = ownPrefix();
    const other = await start(prefix);
    const leader = await start(prefix);
    await leader.lead();
    expect(await other.log.told('a')).toEqual({ log: '', version: 0, members: [], recent: [] });
    const listener = new RecordedLog();
    await other.log.follow('a', listener);
    const { log } = await leader.log.told('a');
    await leader.log.append('a', [added(1)]);
    await listener.reaches(1);
    expect(listener.told.map((told) => told.log)).toEqual(['', log]);
  });

  it('takes nothing from a process whose lease another has', async () => {
    const { leader, other } = await team();
    const listener = new RecordedLog();
    await other.log.follow('a', listener);
    await leader.log.append('a', [added(1)]);
    await other.lead();
    await expect(leader.log.append('a', [added(2)])).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('may have been done'),
    });
    await expect(leader.log.tell('a', waiting(1))).rejects.toMatchObject({ code: 'unavailable' });
    expect(leader.lost).toEqual(['another process may have the lease']);
    expect(await other.log.told('a')).toMatchObject({ version: 1, recent: [added(1)] });
    expect(await other.log.append('a', [added(3)])).toBe(2);
    await listener.reaches(2);
    expect(listener.messages).toEqual([]);
    expect(listener.changes).toEqual([added(1), added(3)]);
  });

  it('takes nothing from a process without a lease, nor from one that has not read it', async () => {
    const { leader, other } = await team();
    await expect(other.log.append('a', [added(1)])).rejects.toMatchObject({ code: 'unavailable' });
    await expect(leader.log.append('b', [added(1)])).rejects.toMatchObject({ code: 'unavailable' });
    expect(leader.lost).toEqual([]);
  });

  it('goes on in the same log where another process leads', async () => {
    const { leader, other } = await team();
    const { log } = await leader.log.told('a');
    await leader.log.append('a', [added(1)]);
    await other.lead();
    expect(await other.log.told('a')).toMatchObject({ log, version: 1 });
    await leader.lead();
    await expect(leader.log.append('a', [added(2)])).rejects.toMatchObject({ code: 'unavailable' });
    expect(await leader.log.told('a')).toMatchObject({ log, version: 1 });
    expect(await leader.log.append('a', [added(2)])).toBe(2);
  });

  it('takes nothing that follows what it did not take, though it was sent already', async () => {
    const { leader, other } = await team();
    await other.lead();
    const sent = [1, 2, 3].map((seat) => leader.log.append('a', [added(seat)]));
    const outcomes = await Promise.allSettled(sent);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(leader.lost).toHaveLength(1);
    expect(await other.log.told('a')).toMatchObject({ version: 0 });
  });

  it('takes nothing after what could not be sent, until somebody leads anew', async () => {
    const proxy = await TcpProxy.to(redis.url);
    await using _proxy = proxy;
    const { other } = await team({}, proxy);
    await other.lead();
    await other.log.told('a');
    proxy.cut();
    await vi.waitFor(() => expect(other.connection.isUp).toBe(false));
    await expect(other.log.tell('a', waiting(1))).rejects.toMatchObject({ code: 'unavailable' });
    expect(other.lost).toEqual(['Redis did not answer what was told last']);
    proxy.mend();
    await vi.waitFor(() => expect(other.connection.isUp).toBe(true), { timeout: 5_000 });
    await expect(other.log.append('a', [added(1)])).rejects.toMatchObject({ code: 'unavailable' });
    expect(other.lost).toHaveLength(1);
    await other.lead();
    await other.log.told('a');
    expect(await other.log.append('a', [added(1)])).toBe(1);
  });

  it('logs what a listener throws, and goes on', async () => {
    const { leader, other } = await team();
    const sound = new RecordedLog();
    const broken = new RecordedLog();
    broken.onChanges = () => {
      throw new Error('a fault of mine');
    };
    await other.log.follow('a', broken);
    await other.log.follow('a', sound);
    await leader.log.append('a', [added(1)]);
    await leader.log.tell('a', waiting(1));
    await leader.log.append('a', [added(2)]);
    await sound.reaches(2);
    expect(broken.messages).toEqual([waiting(1)]);
    expect(other.logged.filter((line) => line.includes('a fault of mine'))).toHaveLength(2);
  });

  it('forgets old entries, and tells anew who missed some of them', async () => {
    const proxy = await TcpProxy.to(redis.url);
    await using _proxy = proxy;
    const { leader, other } = await team(
      { recent: 100, kept: { perMember: 4, least: 200 } },
      proxy,
    );
    const listener = new RecordedLog();
    await other.log.follow('a', listener);
    await leader.log.append('a', [added(1)]);
    await listener.reaches(1);
    proxy.cut();
    for (let since = 1; since <= 1_000; since += 1) {
      await leader.log.append('a', [changed(1, 'online', since)]);
    }
    proxy.mend();
    await listener.reaches(1_001);
    expect(listener.told).toHaveLength(2);
    expect(listener.told[1]).toMatchObject({ members: [toldMember(1, 'online', 1_000)] });
    expect(listener.told[1]?.recent).toHaveLength(100);
    expect(listener.changes).toEqual([added(1)]);
    expect(await entries(leader)).toBeLessThan(500);
  });

  it('keeps some entries for each member, however small the team was before', async () => {
    const { leader } = await team({ kept: { perMember: 4, least: 10 } });
    await leader.log.append('a', [added(1)]);
    const fill = async () => {
      for (let told = 1; told <= 1_000; told += 1) await leader.log.tell('a', waiting(told));
      return entries(leader);
    };
    expect(await fill()).toBeLessThan(150);
    await leader.log.append(
      'a',
      Array.from({ length: 100 }, (_, at) => added(at + 2)),
    );
    const kept = await fill();
    expect(kept).toBeGreaterThanOrEqual(400);
    expect(kept).toBeLessThan(550);
  });

  it('keeps few entries that each say much', async () => {
    const { leader } = await team({ kept: { perMember: 4, least: 200 } });
    for (let since = 1; since <= 50; since += 1) {
      const storm = Array.from({ length: 50 }, (_, seat) => changed(seat, 'online', since));
      await leader.log.append('a', storm);
    }
    expect(await entries(leader)).toBeLessThan(10);
  });

  it('misses nothing and says nothing twice where a connection is cut again and again', async () => {
    const proxy = await TcpProxy.to(redis.url);
    await using _proxy = proxy;
    const { leader, other } = await team({}, proxy);
    const listener = new RecordedLog();
    await other.log.follow('a', listener);
    await leader.log.append('a', [added(1)]);
    for (let since = 1; since <= 600; since += 1) {
      if (since % 200 === 50) proxy.cut();
      if (since % 200 === 150) {
        proxy.mend();
        await vi.waitFor(() => expect(other.connection.isUp).toBe(true), { timeout: 5_000 });
      }
      await leader.log.append('a', [changed(1, 'online', since)]);
      await leader.log.tell('a', waiting(since));
    }
    await listener.reaches(601);
    await vi.waitFor(() => expect(listener.messages).toHaveLength(600));
    expect(listener.told).toHaveLength(1);
    expect(listener.heard.slice(2)).toEqual(
      Array.from({ length: 600 }, (_, at) => [
        { entry: { from: at + 1, changes: [changed(1, 'online', at + 1)] } },
        { message: waiting(at + 1) },
      ]).flat(),
    );
  });
});

describe('The presence log, where Redis itself fails', () => {
  it('goes on where Redis was started again with its data', async () => {
    const { leader, other } = await team();
    const listener = new RecordedLog();
    await other.log.follow('a', listener);
    await leader.log.append('a', [added(1)]);
    await redis.restart({ empty: false });
    await vi.waitFor(() => expect(leader.connection.isUp).toBe(true), { timeout: 10_000 });
    expect(await leader.log.append('a', [added(2)])).toBe(2);
    await listener.reaches(2);
    expect(listener.changes).toEqual([added(1), added(2)]);
  });

  it('begins another log with what was told once somebody leads anew after that', async () => {
    const { leader, other } = await team();
    const listener = new RecordedLog();
    await other.log.follow('a', listener);
    await leader.log.append('a', [added(1), changed(1, 'busy', 1)]);
    const before = await other.log.told('a');
    await redis.restart({ empty: false });
    await vi.waitFor(() => expect(other.connection.isUp).toBe(true), { timeout: 10_000 });
    await other.lead();
    const told = await other.log.told('a');
    expect(told).toMatchObject({ version: 0, members: [toldMember(1, 'busy', 1)], recent: [] });
    expect(told.log).not.toBe(before.log);
    await vi.waitFor(() => expect(listener.told.at(-1)).toEqual(told));
  });

  it('refuses what is told where Redis lost the last of it, and begins another log then', async () => {
    const { leader, other } = await team();
    const listener = new RecordedLog();
    await other.log.follow('a', listener);
    await leader.log.append('a', [added(1)]);
    await leader.log.append('a', [added(2)]);
    await listener.reaches(2);
    await redis.restartWithoutLast();
    await vi.waitFor(() => expect(leader.connection.isUp).toBe(true), { timeout: 10_000 });
    await expect(leader.log.append('a', [added(3)])).rejects.toMatchObject({ code: 'unavailable' });
    expect(leader.lost).toEqual(['Redis does not hold what was told last']);
    await listener.reaches(1);
    await leader.lead();
    const told = await leader.log.told('a');
    expect(told).toMatchObject({ version: 0, members: [toldMember(1, 'offline', 0)] });
    await listener.reaches(0);
    expect(new Set(listener.told.map(({ log }) => log)).size).toBe(2);
  });

  it('refuses what is told where Redis lost its data, and begins another log then', async () => {
    const { leader, other } = await team();
    const listener = new RecordedLog();
    await other.log.follow('a', listener);
    await leader.log.append('a', [added(1)]);
    const before = await other.log.told('a');
    await redis.restart({ empty: true });
    await vi.waitFor(() => expect(leader.connection.isUp).toBe(true), { timeout: 10_000 });
    await expect(leader.log.append('a', [added(2)])).rejects.toMatchObject({ code: 'unavailable' });
    expect(leader.lost).toHaveLength(1);
    await leader.lead();
    const told = await leader.log.told('a');
    expect(told).toMatchObject({ version: 0, members: [], recent: [] });
    expect(told.log).not.toBe(before.log);
    await leader.log.append('a', [added(7)]);
    await listener.reaches(1);
    expect(listener.told.at(-1)).toMatchObject({ log: told.log });
  });

  it('refuses within a bounded time what a frozen Redis does not answer, and all after it', async () => {
    const { leader, other } = await team();
    const listener = new RecordedLog();
    await other.log.follow('a', listener);
    await leader.log.append('a', [added(1)]);
    redis.freeze();
    const began = performance.now();
    try {
      const sent = [2, 3].map((seat) => leader.log.append('a', [added(seat)]));
      const outcomes = await Promise.allSettled(sent);
      const uncertain = { reason: { code: 'unavailable' } };
      expect(outcomes).toMatchObject([uncertain, uncertain]);
      await expect(leader.log.append('a', [added(4)])).rejects.toMatchObject({
        code: 'unavailable',
      });
      expect(performance.now() - began).toBeLessThan(AT_MOST_MS);
      expect(leader.lost).toHaveLength(1);
    } finally {
      redis.thaw();
    }
    await vi.waitFor(() => expect(leader.connection.isUp).toBe(true), { timeout: 10_000 });
    await expect(leader.log.append('a', [added(5)])).rejects.toMatchObject({ code: 'unavailable' });
    await leader.lead();
    // Redis takes up what it was sent before it froze, whoever has gone meanwhile; once and in order.
    const { version } = await leader.log.told('a');
    expect(await leader.log.append('a', [added(6)])).toBe(version + 1);
    await listener.reaches(version + 1, 15_000);
    expect(listener.changes).toEqual(
      [added(1), added(2), added(3)].slice(0, version).concat(added(6)),
    );
  });
});

async function entries({ connection, prefix }: RedisProcess): Promise<number> {
  return Number(await connection.send('XLEN', `${prefix}log:entries:a`));
}

async function start(
  prefix: string,
  options: TeamOptions = {},
  url = redis.url,
): Promise<RedisProcess> {
  const started = await RedisProcess.start(url, prefix, options);
  processes.push(started);
  return started;
}

/** Two processes, one of which leads and has begun the log of team `a`; the other perhaps far away. */
async function team(options: TeamOptions = {}, proxy: TcpProxy | null = null) {
  const prefix = ownPrefix();
  const leader = await start(prefix, options);
  const other = await start(prefix, options, proxy === null ? redis.url : redis.through(proxy));
  await leader.lead();
  await leader.log.told('a');
  return { leader, other };
}
