import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../shared/domain/clock.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { Answer } from '../../shared/protocol/events.ts';
import type { PresenceLog } from '../log/presence-log.ts';
import type { Presence } from '../presence/presence.ts';
import type { Session } from '../presence/team-presence.ts';
import type { Store } from '../store/store.ts';
import { type Caller, findCommand } from './commands.ts';
import { DeltaBatcher } from './delta-batcher.ts';
import { admit, connectError } from './handshake.ts';
import { type SocketServer, type TeamSocket, teamRoom } from './socket-server.ts';
import { toRefusal } from './to-refusal.ts';

type GatewayDependencies = {
  readonly sockets: SocketServer;
  readonly presence: Presence;
  readonly store: Store;
  readonly log: PresenceLog;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
};

type Acknowledge = (answer: Answer<object>) => void;

/** Joins sockets to presence: what clients say goes in, what the log says goes out. */
export class Gateway {
  readonly #sockets: SocketServer;
  readonly #log: PresenceLog;
  readonly #clock: Clock;
  readonly #logger: FastifyBaseLogger;
  readonly #feeds: { readonly stop: () => void }[] = [];

  constructor({ sockets, presence, store, log, clock, logger }: GatewayDependencies) {
    this.#sockets = sockets;
    this.#log = log;
    this.#clock = clock;
    this.#logger = logger;
    sockets.use((socket, next) => {
      admit(socket.handshake.auth, store)
        .then((admission) => {
          socket.data.admission = admission;
          socket.data.team = presence.team(admission.teamId);
          next();
        })
        .catch((error: unknown) => next(connectError(error, logger)));
    });
    sockets.on('connection', (socket) => this.#connect(socket));
  }

  /**
   * Tells the team's sockets every change from now on. A frame goes to all of them alike, so one
   * that has just been welcomed may find changes in it that its welcome already showed.
   */
  feed(teamId: string): void {
    const batcher = new DeltaBatcher(this.#clock, (delta) => {
      this.#sockets.to(teamRoom(teamId)).emit('delta', delta);
    });
    const unfollow = this.#log.follow(teamId, (entry) => batcher.add(entry));
    this.#feeds.push({
      stop: () => {
        unfollow();
        batcher.close();
      },
    });
  }

  /** Ends the connections so that clients come back by themselves, as after any lost one. */
  close(): void {
    for (const feed of this.#feeds) feed.stop();
    this.#sockets.engine.close();
  }

  #connect(socket: TeamSocket): void {
    const { admission, team } = socket.data;
    const { handshake, tokenHash, memberId, teamId } = admission;
    const logger = this.#logger.child({ memberId, deviceId: handshake.device.id });
    const session: Session = {
      memberId,
      deviceId: handshake.device.id,
      tokenHash,
      welcome(welcome) {
        socket.emit('welcome', welcome);
        void socket.join(teamRoom(teamId));
      },
      replaced() {
        socket.disconnect(true);
      },
      revoked(code) {
        socket.emit('revoked', { code });
        socket.disconnect(true);
      },
    };
    let leaving = false;
    const caller: Caller = {
      team,
      session,
      leave() {
        leaving = true;
      },
    };
    socket.onAny((event: string, ...received: unknown[]) => {
      const acknowledge = received.pop();
      // Nobody waits for an answer, so nothing can be refused either: it is not a command.
      if (!isAcknowledge(acknowledge)) return;
      void answer(caller, event, received, logger).then((given) => {
        acknowledge(given);
        if (leaving) socket.disconnect(true);
      });
    });
    socket.on('disconnect', () => {
      team.disconnected(session).catch((error: unknown) => {
        logger.error({ err: error }, 'could not take note of a lost connection');
      });
    });
    team.connect(session, handshake.activity, handshake.have).catch((error: unknown) => {
      logger.error({ err: error }, 'could not take up a session');
      // Not `disconnect`, after which a client would not try again.
      socket.conn.close();
    });
  }
}

/** Runs a command and says how it went; never fails. */
async function answer(
  caller: Caller,
  event: string,
  received: readonly unknown[],
  logger: FastifyBaseLogger,
): Promise<Answer<object>> {
  try {
    const command = findCommand(event);
    if (command === null) throw new Refusal('not-found', 'There is no such command.');
    if (received.length !== 1) throw new Refusal('invalid', 'A command has one payload.');
    return { ok: true, ...(await command(caller, received[0])) };
  } catch (error) {
    const { code, message } = toRefusal(error, logger, event);
    return { ok: false, code, message };
  }
}

function isAcknowledge(value: unknown): value is Acknowledge {
  return typeof value === 'function';
}
