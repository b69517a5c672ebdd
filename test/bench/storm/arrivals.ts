import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { retryDelayMs } from '../../../src/client/retry-delay.ts';
import type { PackedWelcome } from '../../../src/shared/protocol/schemas.ts';
import { RawSocketIo } from '../fanout/clients/socket-io.ts';
import { handshakeOf } from './handshake.ts';

/** How long the app waits for a connection, in milliseconds. */
const PATIENCE_MS = 8_000;

const WELCOME = Buffer.from('["welcome"');

/** How often attempts to connect came to nothing, and how. */
export type Vain = { turnedAway: number; gaveUp: number; broken: number };

type Arrival = { readonly port: number; readonly name: string; readonly auth: object };

export type Arrived = { readonly welcome: PackedWelcome; leave(): void };

/** Comes as the app does, again and again, until it is welcomed. */
export async function arrive(arrival: Arrival, vain: Vain): Promise<Arrived> {
  for (let failures = 1; ; failures += 1) {
    const arrived = await attempt(arrival, vain);
    if (arrived !== null) return arrived;
    await wait(retryDelayMs(failures, Math.random()));
  }
}

function attempt({ port, name, auth }: Arrival, vain: Vain): Promise<Arrived | null> {
  const { promise, resolve } = Promise.withResolvers<Arrived | null>();
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let isOver = false;
  const end = (welcome: PackedWelcome | null): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(patience);
    if (welcome === null) socket.destroy();
    resolve(welcome === null ? null : { welcome, leave: () => socket.destroy() });
  };
  const fail = (how: keyof Vain): void => {
    if (!isOver) vain[how] += 1;
    end(null);
  };
  const patience = setTimeout(() => fail('gaveUp'), PATIENCE_MS);
  socket.on('error', () => fail('broken'));
  socket.on('close', () => fail('broken'));
  socket.once('connect', () => {
    const connection = new RawSocketIo(socket, handshakeOf(name, auth), {
      onConnected: () => undefined,
      onEvent: (payload) => {
        if (!isOver && payload.subarray(0, WELCOME.length).equals(WELCOME)) {
          end((JSON.parse(payload.toString()) as readonly [string, PackedWelcome])[1]);
        }
      },
    });
    socket.on('data', (chunk) => {
      if (!isOver && chunk.subarray(0, 12).toString() === 'HTTP/1.1 503') fail('turnedAway');
      if (!socket.destroyed) connection.receive(chunk);
    });
  });
  return promise;
}
