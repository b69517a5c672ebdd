import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectSocket } from '../../src/client/socket-connection.ts';
import type { Handshake } from '../../src/shared/protocol/schemas.ts';
import { type SocketServer, startSocketServer } from '../support/socket-server.ts';

const HOUR_MS = 3_600_000;

const handshake: Handshake = {
  protocol: 1,
  token: 'ampel_any',
  device: { id: 'device-one', name: 'Test', kind: 'desktop', version: '1.0' },
  activity: { seq: 0, idleMs: 0, locked: false, source: 'system' },
};

afterEach(() => {
  vi.restoreAllMocks();
});

/** A server that notes what it is told, and answers nothing. */
async function listen(): Promise<SocketServer & { heard: readonly string[] }> {
  const heard: string[] = [];
  const server = await startSocketServer();
  server.io.on('connection', (socket) => {
    heard.push('connection');
    socket.onAny((event: string) => heard.push(event));
  });
  return { ...server, heard };
}

// The simulated connection of the model check takes this for granted of the real one.
describe('a real connection', () => {
  it('sends nothing later that it could not send before it was lost', async () => {
    await using server = await listen();
    let closings = 0;
    const connection = connectSocket(server.url, () => handshake, {
      onMessage: () => undefined,
      onFailed: () => undefined,
      onClosed: () => {
        closings += 1;
      },
    });
    connection.open();
    await vi.waitFor(() => expect(connection.isOpen).toBe(true));
    // As after a sleep: Socket.IO sees that the heartbeat has not come, and holds back what is sent.
    const { now } = Date;
    vi.spyOn(Date, 'now').mockImplementation(() => now() + HOUR_MS);
    connection.request('bye', { reason: 'suspended' }).catch(() => undefined);
    await vi.waitFor(() => expect(closings).toBe(1));
    connection.open();
    await vi.waitFor(() => expect(connection.isOpen).toBe(true));
    connection.request('activity', handshake.activity).catch(() => undefined);
    await vi.waitFor(() => expect(server.heard).toEqual(['connection', 'connection', 'activity']));
    connection.close();
  });
});
