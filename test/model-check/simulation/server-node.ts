import { randomUUID } from 'node:crypto';
import { Gateway } from '../../../src/server/gateway/gateway.ts';
import type { Lead } from '../../../src/server/lead/lead.ts';
import { Metrics } from '../../../src/server/metrics.ts';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/server/store/store.ts';
import type { Clock } from '../../../src/shared/domain/clock.ts';
import { type Fate, interruptible } from './interruptible.ts';
import { Leader, SuccessiveLead } from './leader.ts';
import type { Host, Link, LinkEnd, UpFrame } from './link.ts';
import type { GatewayLog, Logs } from './logs.ts';
import { ProcessClock, WallClock } from './process-clock.ts';
import { errorLogger, type ServerObserver } from './server-observer.ts';
import { SimulatedWire } from './server-wire.ts';
import { TEAM_ID } from './team.ts';
import type { Timeline } from './timeline.ts';

/** How long connections take to end when the server stops, in milliseconds. */
const CLOSING_MS = 5;

type Death = { writesLeft: number; readonly fate: Fate; readonly onDeath: () => void };

/** What holds the connections, as one process has it. */
type GatewayProcess = {
  readonly clock: ProcessClock;
  readonly store: Store;
  readonly log: GatewayLog;
  readonly wire: SimulatedWire;
  readonly gateway: Gateway;
  readonly lead: SuccessiveLead;
};

type ServerNodeOptions = {
  readonly timeline: Timeline;
  readonly dataFolder: string;
  readonly logs: Logs;
  readonly observer: ServerObserver;
};

/** Nobody else writes to the data folder, so the store need not look for that. */
const noTimers = (clock: Clock): Clock => ({
  now: () => clock.now(),
  steady: () => clock.steady(),
  after: () => () => undefined,
});

/** The server's computer, and the real server on it while it runs. */
export class ServerNode implements Host {
  readonly wall: WallClock;
  readonly #timeline: Timeline;
  readonly #dataFolder: string;
  readonly #logs: Logs;
  readonly #observer: ServerObserver;
  #leader: Leader | null = null;
  #gateway: GatewayProcess | null = null;
  #isServing = false;
  #isDark = false;
  /** Whether to start once it has stopped. */
  #startsAgain = false;
  #peers = 0;
  #death: Death | null = null;

  constructor({ timeline, dataFolder, logs, observer }: ServerNodeOptions) {
    this.#timeline = timeline;
    this.wall = new WallClock(timeline);
    this.#dataFolder = dataFolder;
    this.#logs = logs;
    this.#observer = observer;
    logs.observe((logId, entry) => observer.onLogged(logId, entry));
  }

  get state(): Host['state'] {
    if (this.#isDark) return 'dark';
    return this.#isServing ? 'serving' : 'refusing';
  }

  accept(link: Link): LinkEnd<UpFrame> {
    if (this.#gateway === null) throw new Error('no server runs');
    return this.#gateway.wire.accept(link);
  }

  /** As `createApp` and its `listen` do it. */
  async start(): Promise<void> {
    if (this.#gateway !== null) {
      this.#startsAgain = !this.#isServing;
      return;
    }
    this.#startsAgain = false;
    this.#isDark = false;
    const leader = this.#openLeader();
    const leading = this.#takeUp(leader);
    this.#gateway = this.#openGateway(leading);
    this.#observer.onGatewayMended();
    await leading;
    this.#isServing = true;
  }

  /**
   * Whoever leads ends, in good order or as in a crash, and another leads at once; the gateway goes
   * on, where it is in a process of its own.
   */
  async handOver(isOrderly: boolean): Promise<void> {
    const leader = this.#leader;
    const gateway = this.#gateway;
    if (leader === null || gateway === null || gateway.log.line === null || !this.#isServing)
      return;
    this.#observer.onHandingOver(isOrderly);
    if (isOrderly) await leader.close();
    // It may have died of a write.
    if (this.#leader !== leader) return;
    leader.end();
    gateway.lead.succeed(this.#takeUp(this.#openLeader()));
  }

  /** As the app's `close` does it, which waits for the connections to end. */
  stop(): void {
    const stopping = this.#gateway;
    if (stopping === null || !this.#isServing) return;
    this.#isServing = false;
    stopping.gateway.close();
    this.#timeline.at(this.#timeline.now + CLOSING_MS, () => {
      if (this.#gateway === stopping) void this.#finish();
    });
  }

  /** Ends the server without a word; where `isSilent`, the whole computer. */
  crash(isSilent: boolean): void {
    if (isSilent) this.#isDark = true;
    if (this.#gateway === null && this.#leader === null) return;
    this.#startsAgain = false;
    this.#isServing = false;
    this.#gateway?.wire.die(isSilent);
    this.#end(false);
  }

  /** The gateway's connection to the log is lost. */
  cutGateway(): void {
    const line = this.#gateway?.log.line ?? null;
    if (line === null) return;
    line.cut();
    this.#observer.onGatewayCut();
  }

  mendGateway(): void {
    this.#gateway?.log.line?.mend();
    this.#observer.onGatewayMended();
  }

  /** The process will die at its n-th write from now, if it does not end before. */
  crashAtWrite(writes: number, fate: Fate, onDeath: () => void): void {
    if (this.#gateway !== null) this.#death = { writesLeft: writes, fate, onDeath };
  }

  async #finish(): Promise<void> {
    const leader = this.#leader;
    await leader?.close();
    // It may have died of a write.
    if (this.#leader !== leader) return;
    this.#end(true);
    if (this.#startsAgain) await this.start();
  }

  #end(isOrderly: boolean): void {
    const leader = this.#leader;
    const gateway = this.#gateway;
    this.#leader = null;
    this.#gateway = null;
    this.#death = null;
    leader?.end();
    gateway?.clock.kill();
    gateway?.log.end();
    void gateway?.store.close();
    this.#observer.onEnded(isOrderly);
  }

  #openLeader(): Leader {
    const clock = new ProcessClock(this.#timeline, this.wall);
    const logger = errorLogger(this.#observer, () => this.#leader === leader);
    const lease = this.#logs.openLeader(logger);
    const interruption = {
      fateOfNext: () => this.#fateOfNextWrite(),
      die: () => {
        const death = this.#death;
        this.crash(false);
        death?.onDeath();
      },
    };
    const leader: Leader = new Leader({
      clock,
      store: interruptible(this.#openStore(clock), { ...interruption, mayComeLate: false }),
      log: interruptible(lease.log, { ...interruption, mayComeLate: true }),
      lease,
      unnoticedMs: this.#logs.unnoticedMs,
      logger,
    });
    this.#leader = leader;
    return leader;
  }

  #openGateway(leading: Promise<Lead>): GatewayProcess {
    const clock = new ProcessClock(this.#timeline, this.wall);
    const logger = errorLogger(this.#observer, () => this.#gateway === process);
    const store = this.#openStore(clock);
    const log = this.#logs.openGateway(clock, logger);
    const wire = new SimulatedWire(clock, this.#observer, () => {
      this.#peers += 1;
      return this.#peers;
    });
    const lead = new SuccessiveLead(leading);
    const gateway = new Gateway({
      wire,
      lead,
      store,
      log: log.log,
      clock,
      ids: randomUUID,
      logger,
      metrics: new Metrics(),
    });
    const process: GatewayProcess = { clock, store, log, wire, gateway, lead };
    return process;
  }

  #openStore(clock: Clock): Store {
    return openSqliteStore(this.#dataFolder, noTimers(clock));
  }

  /** Resolves when it can decide, and never where it dies before. */
  async #takeUp(leader: Leader): Promise<Lead> {
    const { clock, store, lease, presence, lead } = leader;
    this.#observer.onStarting(clock);
    const { statuses } = await store.savedPresence(TEAM_ID);
    await lease.lead();
    await presence.start();
    const [choices, { settings }] = await Promise.all([
      store.choices(TEAM_ID),
      store.team(TEAM_ID),
    ]);
    if (this.#leader !== leader) return new Promise(() => undefined);
    const savedSince = new Map([...statuses].map(([memberId, { since }]) => [memberId, since]));
    this.#observer.onServing({ choices, settings, savedSince });
    return lead;
  }

  /** It will not die of a write after all. */
  spare(): void {
    this.#death = null;
  }

  #fateOfNextWrite(): Fate {
    if (this.#death === null) return 'works';
    this.#death.writesLeft -= 1;
    return this.#death.writesLeft > 0 ? 'works' : this.#death.fate;
  }
}
