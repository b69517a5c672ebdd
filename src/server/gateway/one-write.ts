import type { Socket } from 'node:net';

/**
 * Lets leave in one piece whatever is written to a connection before others have their turn: a write
 * is among the dearest things about an arrival.
 */
export function inOneWrite(socket: Socket): void {
  socket.cork();
  setImmediate(() => socket.uncork());
}
