import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { type Socket as ClientSocket, io } from 'socket.io-client';
import { describe, expect, it, vi } from 'vitest';
import { Broadcast } from '../../../src/server/gateway/broadcast.ts';
import { Metrics } from '../../../src/server/metrics.ts';

const metrics = new Metrics();

/** A server with one client, which keeps what it hears. */
async function setUp() {
  const http = createServer();
  const sockets = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const client: ClientSocket = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    reconnection: false,
  });
  const heard: (readonly [string, unknown])[] = [];
  client.onAny((event: string, payload: unknown) => heard.push([event, payload]));
  const [socket] = (await once(sockets, 'connection')) as [Socket];
  return {
    socket,
    heard,
    /** Keeps the client from reading, as a connection does that is too thin. */
    stall: () => rawOf(client).pause(),
    flow: () => rawOf(client).resume(),
    async [Symbol.asyncDispose]() {
      client.disconnect();
      await sockets.close();
    },
  };
}

type Raw = { pause(): void; resume(): void };

function rawOf(client: ClientSocket): Raw {
  const { ws } = client.io.engine.transport as unknown as { ws: { _socket: Raw } };
  return ws._socket;
}

const delta = (no: number, text = '') => ({ no, text });

describe('what many are told at once', () => {
  it.each([1, 200, 70_000])('arrives whole, %d characters long', async (length) => {
    await using t = await setUp();
    const broadcast = new Broadcast(metrics);
    broadcast.add(t.socket, () => undefined);
    const payload = { text: 'ü'.repeat(length) };
    broadcast.tell('delta', payload);
    await vi.waitFor(() => expect(t.heard).toEqual([['delta', payload]]));
  });

  it('PR9: overtakes nothing that was told to one of them alone', async () => {
    await using t = await setUp();
    const broadcast = new Broadcast(metrics);
    broadcast.add(t.socket, () => undefined);
    const told: unknown[] = [];
    for (let no = 0; no < 200; no += 1) {
      if (no % 3 === 0) broadcast.tell('delta', delta(no));
      else t.socket.emit('delta', delta(no, 'x'.repeat(no * 100)));
      told.push(expect.objectContaining({ no }));
      if (no % 50 === 0) await new Promise(setImmediate);
    }
    await vi.waitFor(() => expect(t.heard).toHaveLength(told.length));
    expect(t.heard.map(([, payload]) => payload)).toEqual(told);
  });

  it('PR9: leaves out who reads too slowly, and says so when they have read the rest', async () => {
    await using t = await setUp();
    const broadcast = new Broadcast(metrics);
    const onCaughtUp = vi.fn();
    broadcast.add(t.socket, onCaughtUp);
    t.stall();
    const text = 'x'.repeat(100_000);
    for (let no = 0; no < 500; no += 1) {
      broadcast.tell('delta', delta(no, text));
      await new Promise(setImmediate);
    }
    // Of fifty megabytes the server keeps a few; the system may hold some more.
    expect(t.socket.conn.request.socket.writableLength).toBeLessThan(3_000_000);
    expect(onCaughtUp).not.toHaveBeenCalled();
    expect(broadcast.leftOut).toBe(1);
    expect(await metrics.text()).toContain('ampel_readers_left_out_total 1');
    t.flow();
    await vi.waitFor(() => expect(onCaughtUp).toHaveBeenCalledOnce(), { timeout: 10_000 });
    expect(broadcast.leftOut).toBe(0);
    const before = t.heard.length;
    expect(before).toBeLessThan(500);
    broadcast.tell('delta', delta(500));
    await vi.waitFor(() => expect(t.heard.at(-1)).toEqual(['delta', delta(500)]));
  });

  it('is for those who are still there', async () => {
    await using t = await setUp();
    const broadcast = new Broadcast(metrics);
    broadcast.add(t.socket, () => undefined);
    broadcast.remove(t.socket);
    broadcast.tell('delta', delta(1));
    t.socket.emit('delta', delta(2));
    await vi.waitFor(() => expect(t.heard).toEqual([['delta', delta(2)]]));
  });
});
