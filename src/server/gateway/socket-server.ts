import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { isLoopbackHost } from '../../shared/domain/loopback.ts';
import type { ClientToServerEvents, ServerToClientEvents } from '../../shared/protocol/events.ts';
import { HEARTBEAT, MAX_MESSAGE_BYTES } from '../../shared/protocol/limits.ts';
import type { Handshake } from '../../shared/protocol/schemas.ts';
import type { TeamPresence } from '../presence/team-presence.ts';

/** What the handshake proved. */
export type Admission = {
  readonly handshake: Handshake;
  readonly tokenHash: string;
  readonly memberId: string;
  readonly teamId: string;
};

type NoServerEvents = Record<string, never>;
type SocketData = { admission: Admission; team: TeamPresence };
export type SocketServer = Server<
  ClientToServerEvents,
  ServerToClientEvents,
  NoServerEvents,
  SocketData
>;
export type TeamSocket = Socket<
  ClientToServerEvents,
  ServerToClientEvents,
  NoServerEvents,
  SocketData
>;

/** How long a connection may take to say who it is, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

/** The sockets of everyone in a team. */
export function teamRoom(teamId: string): string {
  return `team:${teamId}`;
}

/** Socket.IO on an HTTP server, set up as the wire protocol says. A message over the limit closes its connection. */
export function createSocketServer(http: HttpServer, trustProxy: boolean): SocketServer {
  return new Server(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    connectTimeout: CONNECT_TIMEOUT_MS,
    serveClient: false,
    ...HEARTBEAT,
    allowRequest(request, decide) {
      decide(null, isOwnOrigin(request) && (trustProxy || isLoopbackPeer(request)));
    },
  });
}

/** No page of another site may speak for whoever looks at it; apps outside a browser send no Origin. */
function isOwnOrigin({ headers }: IncomingMessage): boolean {
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}

/** Plain HTTP is for this computer only (TR4). */
function isLoopbackPeer({ socket }: IncomingMessage): boolean {
  return isLoopbackHost((socket.remoteAddress ?? '').replace(/^::ffff:/, ''));
}
