import { io } from 'socket.io-client';
import type { HandshakeRefusal, ServerToClientEvents } from '../shared/protocol/events.ts';
import type { Connect } from './connection.ts';

/** How long the network may take to reach the server, in milliseconds. */
const OPEN_TIMEOUT_MS = 8_000;

/**
 * What a server may send in one message, in bytes: many times what a large team needs. Handed to
 * the WebSocket as it is; a browser's has a limit of its own.
 */
const LIMITS = { maxPayload: 16 * 1024 * 1024 };

const EVENTS = Object.keys({
  welcome: true,
  delta: true,
  settings: true,
  contact: true,
  queue: true,
  revoked: true,
} satisfies Record<keyof ServerToClientEvents, true>) as readonly (keyof ServerToClientEvents)[];

/** What a server says that has no time to refuse a handshake, in the words of one that has. */
const BUSY: HandshakeRefusal = { code: 'unavailable', message: 'The server is busy.' };

type ConnectError = Error & {
  readonly data?: unknown;
  /** What the WebSocket says; a browser's says nothing. */
  readonly description?: { readonly message?: unknown };
};

/** A connection over Socket.IO. */
export const connectSocket: Connect = (url, handshake, events) => {
  const socket = io(url, {
    transports: ['websocket'],
    autoConnect: false,
    // Socket.IO reconnects after network failures only; the team client's schedule covers refusals too.
    reconnection: false,
    forceNew: true,
    timeout: OPEN_TIMEOUT_MS,
    ...LIMITS,
    auth: (send) => send(handshake()),
  });
  for (const event of EVENTS) {
    socket.on(event, (payload: unknown) => events.onMessage(event, payload));
  }
  socket.on('connect_error', (error: ConnectError) =>
    events.onFailed(error.message, error.data ?? (isTurnedAway(error) ? BUSY : undefined)),
  );
  socket.on('disconnect', () => {
    // Socket.IO keeps what it could not send for the next connection, where it would be out of place.
    socket.sendBuffer = [];
    events.onClosed();
  });
  return {
    get isOpen() {
      return socket.connected;
    },
    open: () => {
      socket.connect();
    },
    close: () => {
      socket.disconnect();
    },
    request: (event, payload) => socket.emitWithAck(event, payload),
  };
};

/** Whether the server turned the connection away because it has too much to do. */
function isTurnedAway({ description }: ConnectError): boolean {
  return description?.message === 'Unexpected server response: 503';
}
