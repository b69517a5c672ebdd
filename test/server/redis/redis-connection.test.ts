import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RedisConnection } from '../../../src/server/redis/redis-connection.ts';
import { recordingLogger } from '../../support/logged.ts';
import { RedisConnections } from '../../support/redis-connections.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';

let redis: RedisConnections;

beforeAll(async () => {
  redis = await RedisConnections.start();
});

afterAll(() => redis[Symbol.asyncDispose]());

const untilUp = (connection: RedisConnection) =>
  vi.waitFor(() => expect(connection.isUp).toBe(true), { timeout: 10_000 });

describe('A connection to Redis', () => {
  it('says at the start what is wrong where there is no Redis', async () => {
    const { port } = await new Promise<net.AddressInfo>((resolve) => {
      const server = net.createServer().listen(0, '127.0.0.1', () => {
        const address = server.address() as net.AddressInfo;
        server.close(() => resolve(address));
      });
    });
    const url = `redis://:secret@127.0.0.1:${port}`;
    const connection = new RedisConnection({ url, logger: recordingLogger().logger });
    const error = await connection.start().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'OperatorError' });
    expect(String(error)).toContain(
      `Redis at 127.0.0.1:${port} cannot be used: connect ECONNREFUSED`,
    );
    expect(String(error)).not.toContain('secret');
  });

  it('says at the start that it needs a password', async () => {
    const { url } = redis.server;
    const { logger } = recordingLogger();
    const open = async (password: string): Promise<void> => {
      const said = url.replace(/:[^:@]+@/, password);
      await new RedisConnection({ url: said, logger }).start();
    };
    await expect(open('')).rejects.toThrow(/NOAUTH/);
    await expect(open(':no@')).rejects.toThrow(/WRONGPASS/);
    const right = await redis.connect(url);
    expect(await right.connection.send('ECHO', 'in')).toBe('in');
  });

  it('hears what is published after it listened, until it ends that', async () => {
    const { connection } = await redis.connect();
    const heard: string[] = [];
    const unsubscribe = connection.listen('news', (message) => heard.push(message));
    const also: string[] = [];
    connection.listen('news', (message) => also.push(message));
    expect(await connection.send('PUBLISH', 'news', 'one')).toBe(1);
    unsubscribe();
    await connection.send('PUBLISH', 'news', 'two');
    await vi.waitFor(() => expect(also).toEqual(['one', 'two']));
    expect(heard).toEqual(['one']);
  });

  it('hears again on a channel that it left in the same moment', async () => {
    const { connection } = await redis.connect();
    const heard: string[] = [];
    connection.listen('again', () => undefined)();
    connection.listen('again', (message) => heard.push(message))();
    connection.listen('again', (message) => heard.push(message));
    await connection.send('PUBLISH', 'again', 'one');
    await vi.waitFor(() => expect(heard).toEqual(['one']));
  });

  it('logs what a listener throws, and stays', async () => {
    const { connection, logged } = await redis.connect();
    const heard: string[] = [];
    connection.listen('faulty', () => {
      throw new Error('a fault of mine');
    });
    connection.listen('faulty', (message) => heard.push(message));
    await connection.send('PUBLISH', 'faulty', 'one');
    await vi.waitFor(() => expect(heard).toEqual(['one']));
    expect(logged.join()).toContain('a fault of mine');
    expect(await connection.send('ECHO', 'here')).toBe('here');
  });

  it('logs what Redis refuses, and says that it may have been done', async () => {
    const { connection, logged } = await redis.connect();
    await connection.send('SET', 'text', 'one');
    await expect(connection.send('LPUSH', 'text', 'two')).rejects.toMatchObject({
      code: 'unavailable',
      mayBeDone: true,
    });
    expect(logged.join()).toContain('WRONGTYPE');
  });

  it('is made again after Redis was away, and listens as before', async () => {
    const { connection, logged } = await redis.connect();
    const heard: string[] = [];
    const states: string[] = [];
    connection.listen('after', (message) => heard.push(message));
    connection.onDown(() => states.push('down'));
    connection.onUp(() => states.push('up'));
    await redis.server.stop();
    await vi.waitFor(() => expect(states).toEqual(['down']));
    await expect(connection.send('SET', 'kept', '1')).rejects.toMatchObject({
      code: 'unavailable',
      mayBeDone: false,
      message: expect.stringContaining('Nothing was done'),
    });
    await redis.server.run();
    await untilUp(connection);
    expect(states).toEqual(['down', 'up']);
    expect(await connection.send('EXISTS', 'kept')).toBe(0);
    await connection.send('PUBLISH', 'after', 'one');
    await vi.waitFor(() => expect(heard).toEqual(['one']));
    expect(logged.filter((line) => line.includes('lost'))).toHaveLength(1);
  });

  it('repeats nothing that was sent when it was cut', async () => {
    const proxy = await TcpProxy.to(redis.server.url);
    await using _proxy = proxy;
    const { connection } = await redis.connect(redis.server.through(proxy));
    const direct = await redis.connect();
    proxy.delay(50);
    const sent = Array.from({ length: 50 }, () => connection.send('INCR', 'count'));
    const settled = Promise.allSettled(sent);
    await vi.waitFor(async () => expect(await direct.connection.send('GET', 'count')).toBe('50'));
    proxy.cut();
    for (const outcome of await settled) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { mayBeDone: true } });
    }
    proxy.mend();
    await untilUp(connection);
    expect(await connection.send('INCR', 'count')).toBe(51);
  });

  it('takes no more than may wait for a Redis that is silent', async () => {
    await using silent = await RedisConnections.start();
    const { connection } = await silent.connect();
    silent.server.freeze();
    const sent = Array.from({ length: 50_001 }, () => connection.send('INCR', 'many'));
    const settled = Promise.allSettled(sent);
    await expect(sent.at(-1)).rejects.toMatchObject({ mayBeDone: false });
    connection.close();
    expect((await settled)[0]).toMatchObject({ reason: { mayBeDone: true } });
  });
});

// They wait, so that they can do so beside each other.
describe.concurrent('A connection to a Redis that is silent', () => {
  it('gives up within 5 s what is not answered, and is made again when it is', async () => {
    await using redis = await RedisConnections.start();
    const { connection } = await redis.connect();
    redis.server.freeze();
    const began = performance.now();
    try {
      // Sent again and again: what is written must not make it look alive.
      const failed: unknown[] = [];
      await vi.waitFor(
        () => {
          connection.send('INCR', 'frozen').catch((error: unknown) => failed.push(error));
          expect(failed).not.toEqual([]);
        },
        { timeout: 10_000, interval: 50 },
      );
      expect(failed[0]).toMatchObject({ mayBeDone: true });
      expect(performance.now() - began).toBeLessThan(5_000);
    } finally {
      redis.server.thaw();
    }
    await untilUp(connection);
    expect(await connection.send('ECHO', 'back')).toBe('back');
  });

  it('is given up while it is being made, too', async () => {
    const silent = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as net.AddressInfo;
    const { logger } = recordingLogger();
    const connection = new RedisConnection({ url: `redis://127.0.0.1:${port}`, logger });
    await expect(connection.start()).rejects.toMatchObject({ name: 'OperatorError' });
    const { promise, resolve } = Promise.withResolvers<void>();
    // Ends when nobody is connected any more.
    silent.close(() => resolve());
    await promise;
  });
});
