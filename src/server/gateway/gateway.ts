import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Queue } from '../../shared/domain/contact.ts';
import type { ContactEvent } from '../../shared/protocol/contact-schemas.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { Answer } from '../../shared/protocol/events.ts';
import { COMMAND_RATE, MAX_MEMBER_SESSIONS } from '../../shared/protocol/limits.ts';
import type { Devices } from '../accounts/devices.ts';
import type { Assignment } from '../assignment/assignment.ts';
import type { ContactAudience } from '../assignment/team-assignment.ts';
import { toRefusal } from '../commands/to-refusal.ts';
import { Allowance } from '../limits/allowance.ts';
import type { PresenceLog } from '../log/presence-log.ts';
import type { Metrics } from '../metrics.ts';
import type { Presence } from '../presence/presence.ts';
import type { Session } from '../presence/session.ts';
import type { Store } from '../store/store.ts';
import { findCommand, type SocketAsker } from './commands.ts';
import { DeltaBatcher } from './delta-batcher.ts';
import { type Admission, admit, connectError } from './handshake.ts';
import type { Peer, PeerHandler, Wire } from './wire.ts';

type GatewayDependencies = {
  readonly wire: Wire;
  readonly presence: Presence;
  readonly assignment: Assignment;
  readonly devices: Devices;
  readonly store: Store;
  readonly log: PresenceLog;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  readonly metrics: Metrics;
};

/** Joins the wire to presence: what clients say goes in, what the log says goes out. */
export class Gateway implements ContactAudience {
  readonly #wire: Wire;
  readonly #presence: Presence;
  readonly #assignment: Assignment;
  readonly #devices: Devices;
  readonly #log: PresenceLog;
  readonly #clock: Clock;
  readonly #logger: FastifyBaseLogger;
  readonly #metrics: Metrics;
  /** The connections of each member. */
  readonly #sessions = new Map<string, Set<Session>>();
  /** Those of them that were welcomed, and hear of what comes next. */
  readonly #peers = new Map<string, Set<Peer>>();
  readonly #feeds: { readonly stop: () => void }[] = [];

  constructor(dependencies: GatewayDependencies) {
    const { wire, presence, store, log, clock, logger, metrics } = dependencies;
    this.#wire = wire;
    this.#presence = presence;
    this.#assignment = dependencies.assignment;
    this.#devices = dependencies.devices;
    this.#log = log;
    this.#clock = clock;
    this.#logger = logger;
    this.#metrics = metrics;
    wire.serve({
      admit: async (auth, cookieToken) => {
        try {
          const admission = await admit(auth, cookieToken, store);
          await this.#presence.open(admission.owner.teamId);
          this.#checkRoom(admission);
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
      this.#metrics.teamTold('delta');
    });
    const unfollow = this.#log.follow(teamId, (entry) => batcher.add(entry));
    this.#feeds.push({
      stop: () => {
        unfollow();
        batcher.close();
      },
    });
  }

  tellContact(memberIds: readonly string[], event: ContactEvent): void {
    for (const memberId of memberIds) {
      for (const peer of this.#peers.get(memberId) ?? []) peer.tell('contact', event);
    }
  }

  tellQueue(teamId: string, queue: Queue): void {
    this.#wire.tellTeam(teamId, 'queue', queue);
  }

  /** Ends the connections so that clients come back by themselves, as after any lost one. */
  close(): void {
    for (const feed of this.#feeds) feed.stop();
    this.#wire.close();
  }

  /** @throws Refusal `rate-limited` where the member has as many devices connected as may be (TR2). */
  #checkRoom({ owner, handshake }: Admission): void {
    const others = [...(this.#sessions.get(owner.memberId) ?? [])].filter(
      ({ device }) => device.deviceId !== handshake.device.id,
    );
    if (others.length < MAX_MEMBER_SESSIONS) return;
    throw new Refusal(
      'rate-limited',
      `${MAX_MEMBER_SESSIONS} devices of this member are connected already. Quit Ampel on one of them.`,
    );
  }

  #connect(peer: Peer, admission: Admission): PeerHandler {
    const { handshake, tokenHash, owner } = admission;
    const { memberId, teamId } = owner;
    const team = this.#presence.team(teamId);
    const contacts = this.#assignment.team(teamId);
    const { id: deviceId, name } = handshake.device;
    const device = { deviceId, name };
    const logger = this.#logger.child({ memberId, deviceId });
    const session: Session = {
      kind: 'session',
      memberId,
      device,
      tokenHash,
      welcome: async (welcome) => {
        const more = await contacts.welcome(memberId);
        if (!this.#sessions.get(memberId)?.has(session)) return;
        peer.tell('welcome', { ...welcome, ...more });
        peer.joinTeam(teamId);
        add(this.#peers, memberId, peer);
      },
      replaced: () => peer.dismiss(),
      revoked(notice) {
        peer.tell('revoked', notice);
        peer.dismiss();
      },
    };
    add(this.#sessions, memberId, session);
    team.connect(session, handshake.activity, handshake.have).catch((error: unknown) => {
      logger.error({ err: error }, 'could not take up a session');
      peer.drop();
    });
    const allowance = new Allowance(this.#clock, COMMAND_RATE);
    const asked = (leave: () => void): SocketAsker => ({
      caller: { kind: 'member', teamId, token: owner, ...team.member(memberId) },
      team,
      contacts,
      devices: this.#devices,
      speaker: session,
      leave,
    });
    return {
      onCommand: async (event, payloads) => {
        let isLast = false;
        const asker = () =>
          asked(() => {
            isLast = true;
          });
        const startedAt = performance.now();
        const command = { event, payloads, mayAsk: allowance.take() };
        const answer = await answerTo(asker, command, logger);
        this.#metrics.commandAnswered(
          findCommand(event) === null ? 'unknown' : event,
          answer.ok ? 'ok' : answer.code,
          (performance.now() - startedAt) / 1000,
        );
        return { answer, isLast };
      },
      onClosed: () => {
        remove(this.#sessions, memberId, session);
        remove(this.#peers, memberId, peer);
        team.disconnected(session).catch((error: unknown) => {
          logger.error({ err: error }, 'could not take note of a lost connection');
        });
      },
    };
  }
}

function add<T>(all: Map<string, Set<T>>, key: string, one: T): void {
  const known = all.get(key);
  if (known === undefined) all.set(key, new Set([one]));
  else known.add(one);
}

function remove<T>(all: Map<string, Set<T>>, key: string, one: T): void {
  const known = all.get(key);
  known?.delete(one);
  if (known?.size === 0) all.delete(key);
}

type Asked = {
  readonly event: string;
  readonly payloads: readonly unknown[];
  /** Whether the connection has not asked too much already. */
  readonly mayAsk: boolean;
};

/** Runs a command and says how it went; never fails. */
async function answerTo(
  asker: () => SocketAsker,
  { event, payloads, mayAsk }: Asked,
  logger: FastifyBaseLogger,
): Promise<Answer<object>> {
  try {
    if (!mayAsk) throw new Refusal('rate-limited', 'Too many commands. Slow down.');
    const command = findCommand(event);
    if (command === null) throw new Refusal('not-found', 'There is no such command.');
    if (payloads.length !== 1) throw new Refusal('invalid', 'A command has one payload.');
    return { ok: true, ...(await command(asker(), payloads[0])) };
  } catch (error) {
    const { code, message } = toRefusal(error, logger, event);
    return { ok: false, code, message };
  }
}
