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
import { type Admission, admit, connectError } from './handshake.ts';
import { toRefusal } from './to-refusal.ts';
import type { Peer, PeerHandler, Wire } from './wire.ts';

type GatewayDependencies = {
  readonly wire: Wire;
  readonly presence: Presence;
  readonly store: Store;
  readonly log: PresenceLog;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
};

/** Joins the wire to presence: what clients say goes in, what the log says goes out. */
export class Gateway {
  readonly #wire: Wire;
  readonly #presence: Presence;
  readonly #log: PresenceLog;
  readonly #clock: Clock;
  readonly #logger: FastifyBaseLogger;
  readonly #feeds: { readonly stop: () => void }[] = [];

  constructor({ wire, presence, store, log, clock, logger }: GatewayDependencies) {
    this.#wire = wire;
    this.#presence = presence;
    this.#log = log;
    this.#clock = clock;
    this.#logger = logger;
    wire.serve({
      admit: async (auth) => {
        try {
          const admission = await admit(auth, store);
          await presence.open(admission.teamId);
          return admission;
        } catch (error) {
          throw connectError(error, logger);
        }
      },
      connect: (peer, admission) => this.#connect(peer, admission),
    });
  }

  /**
   * Tells the team's peers every change from now on. A frame goes to all of them alike, so one
   * that has just been welcomed may find changes in it that its welcome already showed.
   */
  feed(teamId: string): void {
    const batcher = new DeltaBatcher(this.#clock, (delta) => {
      this.#wire.tellTeam(teamId, 'delta', delta);
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
    this.#wire.close();
  }

  #connect(peer: Peer, { handshake, tokenHash, memberId, teamId }: Admission): PeerHandler {
    const team = this.#presence.team(teamId);
    const { id: deviceId, name } = handshake.device;
    const logger = this.#logger.child({ memberId, deviceId });
    const session: Session = {
      memberId,
      device: { deviceId, name },
      tokenHash,
      welcome(welcome) {
        peer.tell('welcome', welcome);
        peer.joinTeam(teamId);
      },
      replaced: () => peer.dismiss(),
      revoked(code) {
        peer.tell('revoked', { code });
        peer.dismiss();
      },
    };
    team.connect(session, handshake.activity, handshake.have).catch((error: unknown) => {
      logger.error({ err: error }, 'could not take up a session');
      peer.drop();
    });
    return {
      onCommand: async (event, payloads) => {
        let isLast = false;
        const leave = () => {
          isLast = true;
        };
        const answer = await answerTo({ team, session, leave }, event, payloads, logger);
        return { answer, isLast };
      },
      onClosed: () => {
        team.disconnected(session).catch((error: unknown) => {
          logger.error({ err: error }, 'could not take note of a lost connection');
        });
      },
    };
  }
}

/** Runs a command and says how it went; never fails. */
async function answerTo(
  caller: Caller,
  event: string,
  payloads: readonly unknown[],
  logger: FastifyBaseLogger,
): Promise<Answer<object>> {
  try {
    const command = findCommand(event);
    if (command === null) throw new Refusal('not-found', 'There is no such command.');
    if (payloads.length !== 1) throw new Refusal('invalid', 'A command has one payload.');
    return { ok: true, ...(await command(caller, payloads[0])) };
  } catch (error) {
    const { code, message } = toRefusal(error, logger, event);
    return { ok: false, code, message };
  }
}
