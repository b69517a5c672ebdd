import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../shared/domain/clock.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { type Answered, refused } from '../commands/socket-commands.ts';
import type { Engines } from '../lead/engines.ts';
import type { Asked, Introduction, Lead } from '../lead/lead.ts';
import type { Leadership } from '../lead/leadership.ts';
import type { LocalLead } from '../lead/local-lead.ts';
import type { Perform } from '../lead/route-call.ts';
import type { PresenceLog } from '../log/presence-log.ts';
import { isUnavailable, logUnexpected } from '../log-unexpected.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { Unanswered } from '../redis/unanswered.ts';
import type { Store } from '../store/store.ts';
import type { Bus } from './bus.ts';
import { CutOffWatch } from './cut-off-watch.ts';
import { FreezeWatch } from './freeze-watch.ts';
import {
  type Answer,
  type Argument,
  type Call,
  type LeaderAnswers,
  type Leading,
  leaderAnswers,
} from './leader-calls.ts';
import { type AskOptions, LeaderLine, notLeading } from './leader-line.ts';
import type { Lease } from './lease.ts';
import type { ProcessLeases } from './process-leases.ts';
import { RemoteSessions } from './remote-sessions.ts';

/** How long a session waits to be taken up where nobody leads, in milliseconds: a lease, and a team to be restored. */
const WELCOME_MS = 8_000;

const CANNOT_LEAD = 'this server cannot lead';

const OTHER_REDIS =
  'Another server leads on the same database, but not on the same Redis. Give all servers the same REDIS_URL, and start this one again.';

type ClusterParts = {
  readonly processId: string;
  readonly connection: RedisConnection;
  readonly log: PresenceLog;
  readonly bus: Bus;
  readonly lease: Lease;
  readonly processes: ProcessLeases;
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  /** Makes what decides, on a store that takes nothing from it once another leads. */
  readonly makeEngines: (store: Store) => Engines;
  readonly makeLead: (engines: Engines) => LocalLead;
  /** Hears when others took this process for dead, or do so soon: its clients are better off elsewhere. */
  readonly onCutOff: () => void;
};

/** One of several servers: it leads, or asks whoever does. */
export class Cluster implements Leadership, Lead {
  readonly #parts: ClusterParts;
  readonly #answers: LeaderAnswers;
  readonly #line: LeaderLine;
  /** The latest attempt to introduce each session. */
  readonly #introducing = new Map<string, symbol>();
  readonly #freezes: FreezeWatch;
  readonly #cutOffs: CutOffWatch;
  readonly #onNew: (() => void)[] = [];
  /** From the moment on at which this process has the lease; resolves when it can decide. */
  #leading: Promise<Leading> | null = null;
  /** The same once it is there. */
  #ready: Leading | null = null;
  /** Resolves when nothing is left of the last time at which it led. */
  #ended: Promise<void> = Promise.resolve();
  #perform: Perform | null = null;

  constructor(parts: ClusterParts) {
    this.#parts = parts;
    const { clock, connection, logger, processId, onCutOff } = parts;
    this.#answers = leaderAnswers({
      processId,
      perform: (call) => {
        if (this.#perform === null) throw notLeading();
        return this.#perform(call);
      },
    });
    this.#line = new LeaderLine({
      ...parts,
      answer: (call, argument) => this.#answer(call as Call, argument as never, processId),
    });
    this.#freezes = new FreezeWatch(clock, () => {
      logger.warn('this process stood still; its clients come back by themselves');
      onCutOff();
    });
    this.#cutOffs = new CutOffWatch(connection, clock, () => {
      logger.warn('Redis has been away for long; clients look for another server by themselves');
      onCutOff();
    });
  }

  get lead(): Lead {
    return this;
  }

  get log(): PresenceLog {
    return this.#parts.log;
  }

  get isLeading(): boolean {
    return this.#ready !== null;
  }

  engines(): Engines {
    if (this.#ready === null) throw notLeading();
    return this.#ready.engines;
  }

  elsewhere(): Perform | null {
    return this.isLeading ? null : (call) => this.#ask('perform', call);
  }

  onNew(listener: () => void): void {
    this.#onNew.push(listener);
  }

  async start(perform: Perform): Promise<void> {
    const { bus, lease, processes, connection, processId, logger } = this.#parts;
    this.#perform = perform;
    await connection.start();
    for (const call of Object.keys(this.#answers) as Call[]) {
      // Said by another process of this version.
      bus.serve(call, (argument, from) => this.#answer(call, argument as never, from));
    }
    bus.start();
    await processes.start();
    lease.onLeader((leader) => {
      if (leader === null) return;
      logger.info({ leader: leader === processId ? 'this server' : leader }, 'who leads');
      this.#tellNew();
    });
    lease.start();
    this.#freezes.start();
    this.#cutOffs.start();
  }

  /** The lease is this process's: it decides from now on, once it knows how everything stands. */
  taken(): void {
    const leading = this.#ended.then(() => this.#take());
    this.#leading = leading;
    leading.then(
      (ready) => {
        if (this.#leading === leading) this.#ready = ready;
      },
      (error: unknown) => {
        const { logger } = this.#parts;
        if (isUnavailable(error)) logger.warn({ reason: error.message }, CANNOT_LEAD);
        else logger.error({ err: error }, CANNOT_LEAD);
        if (this.#leading !== leading) return;
        // Whoever tried at once would most likely fail as well, and all of them by turns without a pause.
        void this.#parts.lease.giveUp('it cannot lead', { isAnnounced: false });
      },
    );
  }

  /** The lease is another's, or nobody's. */
  lost(reason: string): void {
    const leading = this.#leading;
    this.#leading = null;
    this.#ready = null;
    if (leading === null) return;
    this.#parts.logger.warn({ reason }, 'this server leads no longer');
    this.#ended = leading
      .then(end, () => undefined)
      .catch((error: unknown) => {
        logUnexpected(this.#parts.logger, error, 'what decided could not be ended');
      });
  }

  /** Others took this process for dead, so whoever leads may know nothing of its sessions. */
  lapsed(): void {
    this.#tellNew();
  }

  async connect(introduction: Introduction): Promise<void> {
    const { sessionId } = introduction;
    const attempt = Symbol();
    this.#introducing.set(sessionId, attempt);
    // Who stood still may answer late that they do not lead, when the session is long over.
    const isWanted = () => this.#introducing.get(sessionId) === attempt;
    try {
      await this.#ask('connect', introduction, { waitMs: WELCOME_MS, isWanted });
    } finally {
      if (isWanted()) this.#introducing.delete(sessionId);
    }
  }

  async command(asked: Asked): Promise<Answered> {
    try {
      return await this.#ask('command', asked);
    } catch (error) {
      const { event } = asked;
      return { answer: refused(error, this.#parts.logger, event), isLast: false };
    }
  }

  /** Nobody else would notice that just this session is gone. */
  disconnected(sessionId: string): Promise<void> {
    this.#introducing.delete(sessionId);
    return this.#line.tell('disconnected' satisfies Call, sessionId);
  }

  async reload(teamId: string): Promise<void> {
    try {
      await this.#ask('reload', teamId);
    } catch (error) {
      // It is in the store, where whoever leads, now or next, finds it by themselves.
      if (!(error instanceof Unanswered)) throw error;
    }
  }

  async endRevoked(teamId: string, because: 'signed-out' | 'ended-by-manager'): Promise<number> {
    try {
      return await this.#ask('endRevoked', { teamId, because });
    } catch (error) {
      // The tokens are gone from the store already, and the sessions follow.
      throw error instanceof Unanswered ? new Unanswered(error.whom, { mayBeDone: true }) : error;
    }
  }

  async saved(teamId: string): Promise<void> {
    await this.#ask('saved', teamId);
  }

  async check(): Promise<void> {
    const { lease, store } = this.#parts;
    if (lease.leader() === null) throw new Refusal('unavailable', 'No server leads.');
    const term = this.#ready?.term;
    if (term === undefined || (await store.term()) === term) return;
    // Whoever began the later term would have needed the lease, if it were the same.
    const isConfirmed = await lease.isConfirmed();
    if (isConfirmed && this.#ready?.term === term) throw new Refusal('unavailable', OTHER_REDIS);
  }

  async close(): Promise<void> {
    const { bus, lease, processes, connection } = this.#parts;
    this.#line.close();
    this.#freezes.stop();
    this.#cutOffs.stop();
    await processes.close();
    // What it leads ends in good order before another begins.
    const leading = this.#leading;
    this.#leading = null;
    this.#ready = null;
    await leading?.then(end, () => undefined);
    await this.#ended;
    await lease.close();
    bus.close();
    connection.close();
  }

  async #take(): Promise<Leading> {
    const { store, makeEngines, makeLead, processes, clock, logger } = this.#parts;
    const term = await store.beginTerm();
    const engines = makeEngines(store.inTerm(term));
    await startOrEnd(engines);
    const lead = makeLead(engines);
    const remote = new RemoteSessions({ lead, processes, clock, logger });
    remote.start();
    logger.info({ term }, 'this server leads');
    return { term, engines, lead, remote };
  }

  async #ask<C extends Call>(
    call: C,
    argument: Argument<C>,
    options: AskOptions = {},
  ): Promise<Answer<C>> {
    // Answered by another process of this version.
    return (await this.#line.ask(call, argument, options)) as Answer<C>;
  }

  async #answer<C extends Call>(call: C, argument: Argument<C>, from: string): Promise<Answer<C>> {
    const leading = this.#leading;
    if (leading === null) throw notLeading();
    return this.#answers[call](await leading, argument, from);
  }

  #tellNew(): void {
    for (const listener of this.#onNew) listener();
  }
}

/** What began before the rest failed must not go on beside those who lead next, in this process too. */
async function startOrEnd(engines: Engines): Promise<void> {
  try {
    await engines.start();
  } catch (error) {
    await engines.close();
    throw error;
  }
}

async function end({ engines, remote }: Leading): Promise<void> {
  remote.stop();
  await engines.close();
}
