import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { RawSocketIo } from '../fanout/clients/socket-io.ts';
import { handshakeOf } from './handshake.ts';

// Somebody who is connected before a storm and asks something again and again, in a thread of its
// own so that what the others do here does not count. Any message asks for how long answers took (ms).

export type AskerData = { readonly port: number; readonly token: string };

const PAUSE_MS = 100;

const { port, token } = workerData as AskerData;
const socket = connect({ port, host: '127.0.0.1', noDelay: true });
await once(socket, 'connect');
const welcome = Promise.withResolvers<void>();
const connection = new RawSocketIo(socket, handshakeOf('asker', { token }), {
  onConnected: () => undefined,
  onEvent: () => welcome.resolve(),
});
let answered = Promise.withResolvers<void>();
socket.on('data', (chunk) => {
  connection.receive(chunk);
  // Only its own commands are acknowledged.
  if (chunk.includes('430[')) answered.resolve();
});
await welcome.promise;
let waitsMs: number[] = [];
parentPort?.on('message', () => {
  parentPort?.postMessage(waitsMs);
  waitsMs = [];
});
parentPort?.postMessage('ready');
for (let seq = 1; ; seq += 1) {
  answered = Promise.withResolvers();
  const askedAt = performance.now();
  connection.emit('activity', { seq, idleMs: 0, locked: false, source: 'system' });
  await answered.promise;
  waitsMs.push(performance.now() - askedAt);
  await wait(PAUSE_MS);
}
