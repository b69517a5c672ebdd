import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import Fastify from 'fastify';
import { describe, expect, it, vi } from 'vitest';
import { connectSocket } from '../../../src/client/socket-connection.ts';
import { createSocketWire } from '../../../src/server/gateway/socket-wire.ts';
import { ArrivalQueue } from '../../../src/server/limits/arrival-queue.ts';
import { MemoryCeiling } from '../../../src/server/limits/memory-ceiling.ts';
import { Metrics } from '../../../src/server/metrics.ts';
import { systemClock } from '../../../src/server/system-clock.ts';
import { COMMAND_RATE, MAX_MEMBER_SESSIONS } from '../../../src/shared/protocol/limits.ts';
import { TeamServer } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

const GRACE_MS = 10_000;

/** A wire that lets everybody in, whose queue is as full as it can be until `release`. */
async function startBusy() {
  const http = createServer();
  const arrivals = new ArrivalQueue(systemClock);
  const metrics = new Metrics();
  const wire = createSocketWire(http, {
    trustProxy: false,
    isTls: false,
    publicUrl: null,
    arrivals,
    memory: new MemoryCeiling({ maxMb: null, clock: systemClock, logger: Fastify().log }),
    metrics,
  });
  wire.serve({
    admit: async () => null,
    connect: () => ({ onCommand: () => Promise.reject(), onClosed: () => undefined }),
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const work = Array.from({ length: 50 }, () => arrivals.begin(() => undefined));
  const fill = () => {
    while (arrivals.join(() => undefined).kind === 'queued');
  };
  const { port } = http.address() as AddressInfo;
  return {
    port,
    arrivals,
    metrics,
    fill,
    release: () => {
      for (const end of work) end();
    },
    async [Symbol.asyncDispose]() {
      wire.close();
      http.close();
      http.closeAllConnections();
    },
  };
}

const upgrade = [
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '\r\n',
].join('\r\n');

describe('TR8: a storm of connections', () => {
  it('PR7: is let in within the grace, and who was there is answered meanwhile', async () => {
    await using server = await TeamServer.start();
    const members = await Promise.all(
      Array.from({ length: 15 }, (_, no) => server.add(`Member ${'abcdefghijklmno'.charAt(no)}`)),
    );
    const { token: own } = await server.add('Ada');
    using ada = await WireClient.connect({ url: server.url, token: own });
    const startedAt = performance.now();
    const storm = Promise.all(
      members.flatMap(({ token }) =>
        Array.from({ length: MAX_MEMBER_SESSIONS }, (_, no) =>
          WireClient.connect({ url: server.url, token, deviceId: `device-${no}` }),
        ),
      ),
    );
    const answers: unknown[] = [];
    const asking = (async () => {
      while (answers.length < COMMAND_RATE.burst) answers.push(await ada.report());
    })();
    const clients = await storm;
    const answered = answers.length;
    expect(performance.now() - startedAt).toBeLessThan(GRACE_MS);
    expect(clients.every(({ welcome }) => welcome !== null)).toBe(true);
    expect(answered).toBeGreaterThan(3);
    await asking;
    expect(answers).toEqual(answers.map(() => expect.objectContaining({ ok: true })));
    for (const client of clients) client.socket.disconnect();
  });

  it('is told to come again where the server is too slow for it', async () => {
    await using busy = await startBusy();
    busy.fill();
    const socket = connect(busy.port, '127.0.0.1', () => socket.write(upgrade));
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    const answer = Buffer.concat(chunks).toString();
    expect(answer).toMatch(
      /^HTTP\/1\.1 503 .*\r\nRetry-After: [5-6]\r\n.*"code":"unavailable"\}$/s,
    );
    expect(await busy.metrics.text()).toContain('ampel_turned_away_total{reason="storm"} 1');
  });

  it('is told so in the words of a refusal where the client can hear it', async () => {
    await using busy = await startBusy();
    busy.fill();
    const onFailed = vi.fn();
    const connection = connectSocket(`http://127.0.0.1:${busy.port}`, () => ({}) as never, {
      onFailed,
      onMessage: () => undefined,
      onClosed: () => undefined,
    });
    connection.open();
    await vi.waitFor(() => expect(onFailed).toHaveBeenCalledOnce());
    expect(onFailed.mock.lastCall?.[1]).toMatchObject({ code: 'unavailable' });
    busy.release();
    await vi.waitFor(() => expect(busy.arrivals.waiting).toBe(0));
    connection.open();
    await vi.waitFor(() => expect(connection.isOpen).toBe(true));
    connection.close();
  });

  it.each(['destroy', 'resetAndDestroy'] as const)(
    'leaves nobody in the queue who gave up (%s)',
    async (how) => {
      await using busy = await startBusy();
      const socket = connect(busy.port, '127.0.0.1', () => socket.write(upgrade));
      await vi.waitFor(() => expect(busy.arrivals.waiting).toBe(1));
      socket[how]();
      await vi.waitFor(() => expect(busy.arrivals.waiting).toBe(0));
    },
  );
});
