import type { FastifyBaseLogger } from 'fastify';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { COMMAND_RATE, MAX_MEMBER_SESSIONS } from '../../shared/protocol/limits.ts';
import { teamQuerySchema } from '../../shared/protocol/schemas.ts';
import { parse } from '../commands/parse.ts';
import { type Answered, isCommand, only, refused } from '../commands/socket-commands.ts';
import type { Lead } from '../lead/lead.ts';
import { Allowance } from '../limits/allowance.ts';
import type { Message, PresenceLog } from '../log/presence-log.ts';
import type { Metrics } from '../metrics.ts';
import type { Store } from '../store/store.ts';
import { Connection } from './connection.ts';
import { type Admission, admit, connectError } from './handshake.ts';
import { TeamFeed } from './team-feed.ts';
import type { Peer, PeerHandler, Wire } from './wire.ts';

type GatewayDependencies = {
  readonly wire: Wire;
  readonly lead: Lead;
  readonly store: Store;
  readonly log: PresenceLog;
  readonly clock: Clock;
  /** Makes ids that nobody has. */
  readonly ids: () => string;
  readonly logger: FastifyBaseLogger;
  readonly metrics: Metrics;
};

/** How many sessions are introduced again at once. */
const MOST_AT_ONCE = 100;

/** A team that somebody here belongs to. */
type Followed = { readonly feed: TeamFeed; readonly unfollow: () => void };

/** Joins the wire to whoever leads: what clients say goes there, what the log says goes out. */
export class Gateway {
  readonly #wire: Wire;
  readonly #lead: Lead;
  readonly #log: PresenceLog;
  readonly #clock: Clock;
  readonly #ids: () => string;
  readonly #logger: FastifyBaseLogger;
  readonly #metrics: Metrics;
  readonly #connections = new Map<string, Connection>();
  readonly #ofMember = new Map<string, Set<Connection>>();
  readonly #teams = new Map<string, Promise<Followed>>();

  constructor({ wire, lead, store, log, clock, ids, logger, metrics }: GatewayDependencies) {
    this.#wire = wire;
    this.#lead = lead;
    this.#log = log;
    this.#clock = clock;
    this.#ids = ids;
    this.#logger = logger;
    this.#metrics = metrics;
    lead.onNew(() => this.#onNewLeader());
    wire.serve({
      admit: async (auth, cookieToken) => {
        try {
          const admission = await admit(auth, cookieToken, store);
          const { feed } = await this.#follow(admission.owner.teamId);
          this.#checkRoom(admission);
          return { ...admission, feed };
        } catch (error) {
          throw connectError(error, logger);
        }
      },
      connect: (peer, admission) => this.#connect(peer, admission),
    });
  }

  /** How many devices are connected. */
  get size(): number {
    return this.#connections.size;
  }

  /** Ends all connections as losing them would: clients come back by themselves. */
  drop(): void {
    for (const connection of this.#connections.values()) connection.drop();
  }

  /** The same for good: nobody comes in any more. */
  close(): void {
    for (const team of this.#teams.values()) void team.then(unfollow, () => undefined);
    this.#teams.clear();
    this.#wire.close();
  }

  /** What a team is told, from the first of its members who comes here on. */
  #follow(teamId: string): Promise<Followed> {
    const known = this.#teams.get(teamId);
    if (known !== undefined) return known;
    const feed = new TeamFeed({
      clock: this.#clock,
      send: (delta) => {
        this.#wire.tellTeam(teamId, 'delta', delta);
        this.#metrics.teamTold('delta');
      },
      onMessage: (message) => this.#onMessage(teamId, message),
      onMissed: () => this.#onMissed(teamId),
    });
    const followed = this.#log
      .follow(teamId, feed)
      .then((unfollowLog) => ({ feed, unfollow: unfollowLog }));
    this.#teams.set(teamId, followed);
    followed.catch(() => this.#teams.delete(teamId));
    return followed;
  }

  #onMessage(teamId: string, message: Message): void {
    switch (message.kind) {
      case 'settings':
        this.#wire.tellTeam(teamId, 'settings', message.settings);
        break;
      case 'queue':
        this.#wire.tellTeam(teamId, 'queue', message.queue);
        break;
      case 'contact':
        for (const memberId of message.memberIds) {
          for (const connection of this.#ofMember.get(memberId) ?? []) {
            connection.tellContact(message.event);
          }
        }
        break;
      case 'arrived':
        this.#connections.get(message.sessionId)?.welcome(message.arrival);
        break;
      case 'dismissed':
        this.#connections.get(message.sessionId)?.dismiss(message.notice);
        break;
      default:
        assertNever(message);
    }
  }

  #onNewLeader(): void {
    const all = [...this.#connections.values()];
    for (const connection of all) connection.forgotten();
    void introduceAgain(all);
  }

  /** Contacts are among what was missed, and only an arrival tells all of those. */
  #onMissed(teamId: string): void {
    const missed = [...this.#connections.values()].filter((one) => one.teamId === teamId);
    for (const connection of missed) connection.missed();
    void introduceAgain(missed);
  }

  /** @throws Refusal `rate-limited` where the member has as many devices connected as may be (TR2). */
  #checkRoom({ owner, handshake }: Admission): void {
    const others = [...(this.#ofMember.get(owner.memberId) ?? [])].filter(
      ({ deviceId }) => deviceId !== handshake.device.id,
    );
    if (others.length < MAX_MEMBER_SESSIONS) return;
    throw new Refusal(
      'rate-limited',
      `${MAX_MEMBER_SESSIONS} devices of this member are connected already. Quit Ampel on one of them.`,
    );
  }

  #connect(peer: Peer, admission: Admission & { readonly feed: TeamFeed }): PeerHandler {
    const { owner, feed } = admission;
    const sessionId = this.#ids();
    const parts = { sessionId, peer, admission, feed, lead: this.#lead };
    const connection = new Connection({ ...parts, clock: this.#clock, logger: this.#logger });
    this.#connections.set(sessionId, connection);
    add(this.#ofMember, owner.memberId, connection);
    connection.begin();
    const allowance = new Allowance(this.#clock, COMMAND_RATE);
    return {
      onCommand: (event, payloads) =>
        this.#measured(event, async () => {
          if (!allowance.take()) {
            throw new Refusal('rate-limited', 'Too many commands. Slow down.');
          }
          if (event !== 'team:get') return connection.command(event, payloads);
          const { names } = parse(teamQuerySchema, only(payloads));
          return { answer: { ok: true, snapshot: feed.snapshot(names) }, isLast: false };
        }),
      onClosed: () => {
        this.#connections.delete(sessionId);
        remove(this.#ofMember, owner.memberId, connection);
        void connection.closed();
      },
    };
  }

  async #measured(event: string, run: () => Promise<Answered>): Promise<Answered> {
    const startedAt = performance.now();
    const answered = await run().catch((error: unknown) => ({
      answer: refused(error, this.#logger, event),
      isLast: false,
    }));
    const { answer } = answered;
    this.#metrics.commandAnswered(
      isCommand(event) ? event : 'unknown',
      answer.ok ? 'ok' : answer.code,
      (performance.now() - startedAt) / 1000,
    );
    return answered;
  }
}

/** So many at a time, so that whoever leads can also do something else meanwhile. */
async function introduceAgain(connections: readonly Connection[]): Promise<void> {
  for (let first = 0; first < connections.length; first += MOST_AT_ONCE) {
    const some = connections.slice(first, first + MOST_AT_ONCE);
    await Promise.all(some.map((connection) => connection.beginAgain()));
  }
}

function unfollow(followed: Followed): void {
  followed.unfollow();
  followed.feed.close();
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
