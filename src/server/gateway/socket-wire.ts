import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type {
  Answer,
  ClientToServerEvents,
  HandshakeRefusal,
  ServerToClientEvents,
} from '../../shared/protocol/events.ts';
import { HEARTBEAT, MAX_MESSAGE_BYTES } from '../../shared/protocol/limits.ts';
import type { PackedWelcome } from '../../shared/protocol/schemas.ts';
import { isTlsForwarded } from '../http/client-address.ts';
import { readSessionCookie } from '../http/session-cookie.ts';
import type { ArrivalQueue } from '../limits/arrival-queue.ts';
import type { MemoryCeiling } from '../limits/memory-ceiling.ts';
import type { Metrics, WelcomeKind } from '../metrics.ts';
import { Broadcast } from './broadcast.ts';
import { Entrance } from './entrance.ts';
import { inOneWrite } from './one-write.ts';
import type { PeerHandler, Service, Wire } from './wire.ts';

type NoServerEvents = Record<string, never>;
type SocketData = {
  connect: (socket: TeamSocket) => PeerHandler;
  /** It has come as far as it will. */
  arrived: () => void;
};
type SocketServer = Server<ClientToServerEvents, ServerToClientEvents, NoServerEvents, SocketData>;
type TeamSocket = Socket<ClientToServerEvents, ServerToClientEvents, NoServerEvents, SocketData>;
type Acknowledge = (answer: Answer<object>) => void;

/** Everyone who hears what a team is told. */
type Teams = Map<string, Broadcast>;

/** How long a connection may take to say who it is, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Not at once, as memory seldom comes back so soon; but another server of the team may have some. */
const NO_MEMORY: HandshakeRefusal = {
  code: 'unavailable',
  message: 'The server has no memory left for more connections. Try again later.',
  retryAfterMs: 10_000,
};

type SocketWireOptions = {
  /** A proxy that speaks TLS is in front. */
  readonly trustProxy: boolean;
  /** The server speaks TLS itself. */
  readonly isTls: boolean;
  readonly publicUrl: string | null;
  readonly arrivals: ArrivalQueue;
  readonly memory: MemoryCeiling;
  readonly metrics: Metrics;
};

/** Socket.IO on an HTTP server, set up as the wire protocol says. A message over the limit closes its connection. */
export function createSocketWire(http: HttpServer, options: SocketWireOptions): Wire {
  const { arrivals, memory, metrics } = options;
  const entrance = new Entrance(options);
  const sockets: SocketServer = new Server(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    connectTimeout: CONNECT_TIMEOUT_MS,
    serveClient: false,
    ...HEARTBEAT,
    allowRequest: (request, decide) => {
      entrance.ask(request, (isWelcome) => decide(null, isWelcome));
    },
  });
  const teams: Teams = new Map();
  metrics.followLines(() => ({
    open: sockets.engine.clientsCount,
    waiting: arrivals.waiting,
    underWay: arrivals.underWay,
    leftOut: [...teams.values()].reduce((sum, { leftOut }) => sum + leftOut, 0),
    sent: entrance.sent,
    memoryCeiling: memory.bytes,
  }));
  return {
    serve: (service) => serve(sockets, service, { ...options, teams }),
    tellTeam: (teamId, event, payload) => teams.get(teamId)?.tell(event, payload),
    // Not `sockets.close()`, after which clients would not try again.
    close: () => {
      sockets.engine.close();
    },
  };
}

type ServeOptions = SocketWireOptions & { readonly teams: Teams };

function serve<Admission>(
  sockets: SocketServer,
  service: Service<Admission>,
  options: ServeOptions,
): void {
  sockets.use((socket, next) => {
    if (!options.memory.hasRoom()) {
      options.metrics.turnedAway('memory');
      next(Object.assign(new Error(NO_MEMORY.message), { data: NO_MEMORY }));
      return;
    }
    const { request, conn, handshake } = socket;
    const cookieToken = readSessionCookie(request.headers.cookie, isSecure(request, options));
    const end = options.arrivals.begin(() => {
      service
        .admit(handshake.auth, cookieToken)
        .then((admission) => {
          socket.data.connect = (connected) => connectPeer(connected, admission, service, options);
          // What Socket.IO says to it, and the welcome where that is at hand.
          inOneWrite(request.socket);
          next();
        })
        .catch((error: Error) => {
          socket.data.arrived();
          next(error);
        });
    });
    conn.once('close', end);
    socket.data.arrived = () => {
      conn.off('close', end);
      end();
    };
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
  { teams, metrics }: ServeOptions,
): PeerHandler {
  return service.connect(
    {
      tell: (event, payload) => {
        socket.emit(event, ...([payload] as never));
        if (event === 'welcome') metrics.welcomed(kindOf(payload as PackedWelcome));
      },
      joinTeam: (teamId, onCaughtUp) => {
        const team = teams.get(teamId) ?? new Broadcast(metrics);
        teams.set(teamId, team);
        team.add(socket, onCaughtUp);
        socket.data.arrived();
        socket.once('disconnect', () => team.remove(socket));
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

function kindOf({ snapshot }: PackedWelcome): WelcomeKind {
  if (snapshot === undefined) return 'deltas';
  return snapshot.names.members === undefined ? 'statuses' : 'names';
}

function isAcknowledge(value: unknown): value is Acknowledge {
  return typeof value === 'function';
}

/** Whether the browser's side of the connection speaks TLS. */
function isSecure(request: IncomingMessage, { isTls, trustProxy }: ServeOptions): boolean {
  return isTls || (trustProxy && isTlsForwarded(request));
}
