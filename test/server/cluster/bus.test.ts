import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Bus } from '../../../src/server/cluster/bus.ts';
import { Unanswered } from '../../../src/server/redis/unanswered.ts';
import { systemClock } from '../../../src/server/system-clock.ts';
import { Refusal } from '../../../src/shared/protocol/errors.ts';
import { RedisConnections } from '../../support/redis-connections.ts';
import { ownPrefix } from '../../support/redis-team.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';

const SOON = { timeoutMs: 5_000 };
const nothingDone = { code: 'unavailable', mayBeDone: false };
const mayBeDone = { code: 'unavailable', mayBeDone: true };

let redis: RedisConnections;

beforeAll(async () => {
  redis = await RedisConnections.start();
});

afterAll(() => redis[Symbol.asyncDispose]());

async function startProcess(processId: string, prefix: string, url?: string) {
  const { connection, logger, logged } = await redis.connect(url);
  const bus = new Bus({ connection, clock: systemClock, logger, processId, prefix });
  redis.defer(() => bus.close());
  bus.start();
  // Whoever calls it finds it there from now on.
  await connection.send('PING');
  return { connection, bus, logged };
}

async function two(url?: string) {
  const prefix = ownPrefix();
  const a = await startProcess('a', prefix, url);
  const b = await startProcess('b', prefix);
  return { a: a.bus, b: b.bus, away: a, home: b, prefix };
}

/** A call that is answered when the test says so. */
function held() {
  const asked: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const handler = (argument: unknown) => {
    asked.push(argument);
    return promise;
  };
  return { asked, handler, answer: resolve };
}

describe('Calls between processes', () => {
  it('are answered, in both directions and by a process to itself', async () => {
    const { a, b } = await two();
    b.serve('double', async (argument, from) => ({ from, doubled: Number(argument) * 2 }));
    a.serve('nothing', async () => undefined);
    a.serve('own', async (argument) => argument);
    expect(await a.ask('b', 'double', 21, SOON)).toEqual({ from: 'a', doubled: 42 });
    expect(await b.ask('a', 'nothing', undefined, SOON)).toBeUndefined();
    expect(await a.ask('a', 'own', { ä: [1, null] }, SOON)).toEqual({ ä: [1, null] });
  });

  it('arrive in the order they were made in', async () => {
    const { a, b } = await two();
    const heard: unknown[] = [];
    b.serve('count', async (argument) => heard.push(argument));
    const numbers = Array.from({ length: 500 }, (_, at) => at);
    await Promise.all(numbers.map((number) => a.ask('b', 'count', number, SOON)));
    expect(heard).toEqual(numbers);
  });

  it('are refused with what they were refused with there', async () => {
    const { a, b, home } = await two();
    b.serve('choose', async () => {
      throw new Refusal('forbidden', 'Only managers may.');
    });
    const error = await a.ask('b', 'choose', {}, SOON).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ code: 'forbidden', message: 'Only managers may.' });
    expect(home.logged).toEqual([]);
  });

  it('say of what they led to whether it may have been done', async () => {
    const { a, b, home } = await two();
    b.serve('further', async (argument) => {
      throw new Unanswered('Redis', { mayBeDone: argument === 'sent' });
    });
    await expect(a.ask('b', 'further', 'sent', SOON)).rejects.toMatchObject({
      ...mayBeDone,
      message: expect.stringContaining('Redis'),
    });
    await expect(a.ask('b', 'further', 'not sent', SOON)).rejects.toMatchObject(nothingDone);
    expect(home.logged).toEqual([]);
  });

  it('that fail are logged where they failed, and say no more than that', async () => {
    const { a, b, home, away } = await two();
    b.serve('broken', async () => {
      throw new TypeError('secret detail');
    });
    const error = await a.ask('b', 'broken', {}, SOON).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).not.toContain('secret detail');
    expect(home.logged.join()).toMatch(/secret detail.*bus\.test\.ts/s);
    expect(away.logged).toEqual([]);
  });

  it('to a process that is not there were not made', async () => {
    const { a, b, home } = await two();
    await expect(a.ask('c', 'any', {}, SOON)).rejects.toMatchObject(nothingDone);
    await expect(a.ask('b', 'unknown', {}, SOON)).rejects.toMatchObject(nothingDone);
    b.close();
    await home.connection.send('PING');
    await expect(a.ask('b', 'any', {}, SOON)).rejects.toMatchObject(nothingDone);
  });

  it('that are not answered in time may have been done', async () => {
    const { a, b } = await two();
    const late = held();
    b.serve('slow', late.handler);
    await expect(a.ask('b', 'slow', 1, { timeoutMs: 50 })).rejects.toMatchObject(mayBeDone);
    // An answer to that is not taken for one to another.
    const other = held();
    b.serve('other', other.handler);
    const asked = a.ask('b', 'other', 2, SOON);
    late.answer('late');
    await vi.waitFor(() => expect(other.asked).toEqual([2]));
    other.answer('in time');
    expect(await asked).toBe('in time');
  });

  it('may have been done where Redis is lost meanwhile, are refused without it, and go on after it', async () => {
    const proxy = await TcpProxy.to(redis.server.url);
    await using _proxy = proxy;
    const { a, b, away } = await two(redis.server.through(proxy));
    const open = held();
    b.serve('open', open.handler);
    const asked = a.ask('b', 'open', 1, SOON);
    asked.catch(() => undefined);
    await vi.waitFor(() => expect(open.asked).toEqual([1]));
    const began = performance.now();
    proxy.cut();
    await expect(asked).rejects.toMatchObject(mayBeDone);
    expect(performance.now() - began).toBeLessThan(1_000);
    await expect(a.ask('b', 'open', 2, SOON)).rejects.toMatchObject(nothingDone);
    await expect(b.ask('a', 'any', 2, SOON)).rejects.toMatchObject(nothingDone);
    proxy.mend();
    await vi.waitFor(() => expect(away.connection.isUp).toBe(true), { timeout: 10_000 });
    open.answer('done');
    expect(await a.ask('b', 'open', 3, SOON)).toBe('done');
    expect(open.asked).toEqual([1, 3]);
  });

  it('are not made by what does not fit', async () => {
    const { a, b, home, prefix } = await two();
    const heard = held();
    b.serve('any', heard.handler);
    const junk = [
      '{',
      '[]',
      '{"kind":"call","id":"1","from":"a","call":"any"}',
      '{"kind":"other"}',
    ];
    for (const text of junk) {
      expect(await home.connection.send('PUBLISH', `${prefix}calls:b`, text)).toBe(1);
    }
    heard.answer('sound');
    expect(await a.ask('b', 'any', 'sound', SOON)).toBe('sound');
    expect(heard.asked).toEqual(['sound']);
    expect(home.logged.filter((line) => line.includes('not understood'))).toHaveLength(4);
  });

  it('fail at once where their own process ends', async () => {
    const { a, b } = await two();
    const open = held();
    b.serve('open', open.handler);
    const asked = a.ask('b', 'open', 1, SOON);
    asked.catch(() => undefined);
    await vi.waitFor(() => expect(open.asked).toEqual([1]));
    a.close();
    await expect(asked).rejects.toMatchObject(mayBeDone);
  });
});
