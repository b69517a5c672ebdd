import type { Socket as NetSocket } from 'node:net';
import type { Socket } from 'socket.io';
import type { Metrics } from '../metrics.ts';

/**
 * How much may wait for a client that reads too slowly before it is left out, in bytes: several
 * times what a newcomer to a team of thousands is told. Many such clients hold far less than that
 * each, as the same frame waits for all of them; only where TLS is spoken it is copied for each.
 */
const MOST_UNREAD_BYTES = 2 * 1024 * 1024;

/** One connection of those that are told the same. */
type Listener = {
  readonly socket: Socket;
  /** The connection as the system has it: what is written here goes around all of Socket.IO. */
  readonly raw: NetSocket;
  /** It was left out, and reads again. */
  readonly onCaughtUp: () => void;
  isLeftOut: boolean;
};

/**
 * Tells many connections the same with as little work for each as can be: one message is framed
 * once, and written to each of them as it is.
 */
export class Broadcast {
  readonly #metrics: Metrics;
  readonly #listeners = new Map<Socket, Listener>();

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  /** How many are left out at the moment. */
  get leftOut(): number {
    return [...this.#listeners.values()].filter(({ isLeftOut }) => isLeftOut).length;
  }

  /** `onCaughtUp` is called whenever the connection missed something because it read too slowly, and has read the rest. */
  add(socket: Socket, onCaughtUp: () => void): void {
    const raw = socket.conn.request.socket;
    this.#listeners.set(socket, { socket, raw, onCaughtUp, isLeftOut: false });
  }

  remove(socket: Socket): void {
    this.#listeners.delete(socket);
  }

  tell(event: string, payload: object): void {
    const startedAt = performance.now();
    // A message (4) of Engine.IO, which is an event (2) of Socket.IO.
    const frame = textFrame(`42${JSON.stringify([event, payload])}`);
    for (const listener of this.#listeners.values()) {
      const { socket, raw } = listener;
      if (listener.isLeftOut) continue;
      if (raw.writableLength > MOST_UNREAD_BYTES) this.#leaveOut(listener);
      else if (isIdle(socket)) raw.write(frame);
      // Something waits its turn there, which must not be overtaken.
      else socket.emit(event, payload);
    }
    this.#metrics.frameTold(frame.length, (performance.now() - startedAt) / 1000);
  }

  #leaveOut(listener: Listener): void {
    listener.isLeftOut = true;
    this.#metrics.readerLeftOut();
    listener.raw.once('drain', () => {
      listener.isLeftOut = false;
      listener.onCaughtUp();
    });
  }
}

/** Whether nothing that Engine.IO was given still waits: it writes at once whenever it can. */
function isIdle({ conn }: Socket): boolean {
  return conn.readyState === 'open' && conn.transport.writable;
}

/** A WebSocket frame with a text, as servers send it: whole and without a mask. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  header[0] = 0x81;
  if (header.length === 2) header[1] = payload.length;
  else if (header.length === 4) {
    header[1] = 126;
    header.writeUInt16BE(payload.length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([header, payload]);
}
