import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { isLoopbackHost } from '../../shared/domain/loopback.ts';
import type {
  Answer,
  ClientToServerEvents,
  ServerToClientEvents,
} from '../../shared/protocol/events.ts';
import { HEARTBEAT, MAX_MESSAGE_BYTES } from '../../shared/protocol/limits.ts';
import type { PeerHandler, Service, Wire } from './wire.ts';

type NoServerEvents = Record<string, never>;
type SocketData = { connect: (socket: TeamSocket) => PeerHandler };
type SocketServer = Server<ClientToServerEvents, ServerToClientEvents, NoServerEvents, SocketData>;
type TeamSocket = Socket<ClientToServerEvents, ServerToClientEvents, NoServerEvents, SocketData>;
type Acknowledge = (answer: Answer<object>) => void;

/** How long a connection may take to say who it is, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Socket.IO on an HTTP server, set up as the wire protocol says. A message over the limit closes its connection. */
export function createSocketWire(http: HttpServer, trustProxy: boolean): Wire {
  const sockets: SocketServer = new Server(http, {
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
  return {
    serve: (service) => serve(sockets, service),
    tellTeam: (teamId, event, payload) => {
      sockets.to(teamRoom(teamId)).emit(event, ...([payload] as never));
    },
    // Not `sockets.close()`, after which clients would not try again.
    close: () => {
      sockets.engine.close();
    },
  };
}

function serve<Admission>(sockets: SocketServer, service: Service<Admission>): void {
  sockets.use((socket, next) => {
    service
      .admit(socket.handshake.auth)
      .then((admission) => {
        socket.data.connect = (connected) => connectPeer(connected, admission, service);
        next();
      })
      .catch((error: Error) => next(error));
  });
  sockets.on('connection', (socket) => {
    const handler = socket.data.connect(socket);
    socket.onAny((event: string, ...received: unknown[]) => {
      const acknowledge = received.pop();
      // Nobody waits for an answer, so nothing can be refused either: it is not a command.
      if (!isAcknowledge(acknowledge)) return;
      void handler.onCommand(event, received).then(({ answer, isLast }) => {
        acknowledge(answer);
        if (isLast) socket.disconnect(true);
      });
    });
    socket.on('disconnect', () => handler.onClosed());
  });
}

function connectPeer<Admission>(
  socket: TeamSocket,
  admission: Admission,
  service: Service<Admission>,
): PeerHandler {
  return service.connect(
    {
      tell: (event, payload) => {
        socket.emit(event, ...([payload] as never));
      },
      joinTeam: (teamId) => {
        void socket.join(teamRoom(teamId));
      },
      dismiss: () => {
        socket.disconnect(true);
      },
      drop: () => {
        socket.conn.close();
      },
    },
    admission,
  );
}

/** The sockets of everyone in a team. */
function teamRoom(teamId: string): string {
  return `team:${teamId}`;
}

function isAcknowledge(value: unknown): value is Acknowledge {
  return typeof value === 'function';
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
