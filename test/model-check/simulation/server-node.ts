import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { Devices } from '../../../src/server/accounts/devices.ts';
import { Assignment } from '../../../src/server/assignment/assignment.ts';
import { Gateway } from '../../../src/server/gateway/gateway.ts';
import { LocalLead } from '../../../src/server/lead/local-lead.ts';
import type { LogEntry } from '../../../src/server/log/presence-log.ts';
import { Metrics } from '../../../src/server/metrics.ts';
import { Presence } from '../../../src/server/presence/presence.ts';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/server/store/store.ts';
import type { ChoiceRecord } from '../../../src/shared/domain/choice.ts';
import type { Clock } from '../../../src/shared/domain/clock.ts';
import type { TeamSettings } from '../../../src/shared/domain/settings.ts';
import { type Fate, interruptible } from './interruptible.ts';
import type { Host, Link, LinkEnd, UpFrame } from './link.ts';
import type { Logs, ProcessLog } from './logs.ts';
import { ProcessClock, WallClock } from './process-clock.ts';
import { SimulatedWire, type WireObserver } from './server-wire.ts';
import { TEAM_ID } from './team.ts';
import type { Timeline } from './timeline.ts';

/** How long connections take to end when the server stops, in milliseconds. */
const CLOSING_MS = 5;

/** What is in the store when a process has taken it up. */
export type Stored = {
  readonly choices: ReadonlyMap<string, ChoiceRecord>;
  readonly settings: TeamSettings;
  /** Since when (epoch) each member had their status, going by what the process before had saved. */
  readonly savedSince: ReadonlyMap<string, number>;
};

export type ServerObserver = WireObserver & {
  /** A process has begun and will take up the team. */
  onStarting(clock: Clock): void;
  /** Its gateway hears nothing of what the team is told, or does again. */
  onGatewayCut(): void;
  onGatewayMended(): void;
  /** It serves now. */
  onServing(stored: Stored): void;
  /** It is no more; `isOrderly` where it could say so to the store. */
  onEnded(isOrderly: boolean): void;
  onLogged(logId: string, entry: LogEntry): void;
  /** Something was written to the log of errors. */
  onError(message: string, details: unknown): void;
};

type Death = { writesLeft: number; readonly fate: Fate; readonly onDeath: () => void };

type ServerProcess = {
  readonly clock: ProcessClock;
  readonly store: Store;
  readonly processLog: ProcessLog;
  readonly wire: SimulatedWire;
  readonly gateway: Gateway;
  readonly presence: Presence;
  readonly assignment: Assignment;
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
  #process: ServerProcess | null = null;
  #isServing = false;
  #isDark = false;
  /** Whether to start once it has stopped. */
  #startsAgain = false;
  #starts = 0;
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
    if (this.#process === null) throw new Error('no server runs');
    return this.#process.wire.accept(link);
  }

  /** As `createApp` and its `listen` do it. */
  async start(): Promise<void> {
    if (this.#process !== null) {
      this.#startsAgain = !this.#isServing;
      return;
    }
    this.#starts += 1;
    this.#startsAgain = false;
    this.#isDark = false;
    const clock = new ProcessClock(this.#timeline, this.wall);
    const interruption = {
      fateOfNext: () => this.#fateOfNextWrite(),
      die: () => {
        const death = this.#death;
        this.crash(false);
        death?.onDeath();
      },
    };
    const store = interruptible(openSqliteStore(this.#dataFolder, noTimers(clock)), {
      ...interruption,
      mayComeLate: false,
    });
    const logger = this.#logger();
    const processLog = this.#logs.open(clock, logger);
    const log = interruptible(processLog.log, { ...interruption, mayComeLate: true });
    const wire = new SimulatedWire(clock, this.#observer, () => {
      this.#peers += 1;
      return this.#peers;
    });
    const presence = new Presence({
      store,
      log,
      clock,
      logger,
      unnoticedMs: this.#logs.unnoticedMs,
      onTeam: (teamId) => assignment.open(teamId),
      onChanges: (teamId) => assignment.teamChanged(teamId),
      onSettings: (teamId) => assignment.teamChanged(teamId),
      onReload: (teamId) => assignment.reload(teamId),
    });
    const assignment: Assignment = new Assignment({
      store,
      presence,
      log,
      clock,
      ids: randomUUID,
      logger,
    });
    const lead = new LocalLead({
      engines: { presence, assignment },
      devices: new Devices({ store, clock, ids: randomUUID, teams: presence }),
      logger,
    });
    const gateway = new Gateway({
      wire,
      lead,
      store,
      log: processLog.gatewayLog,
      clock,
      ids: randomUUID,
      logger,
      metrics: new Metrics(),
    });
    this.#process = { clock, store, processLog, wire, gateway, presence, assignment };
    this.#observer.onStarting(clock);
    const { statuses } = await store.savedPresence(TEAM_ID);
    await processLog.lead();
    await presence.start();
    if (this.#process?.wire !== wire) return;
    const [choices, { settings }] = await Promise.all([
      store.choices(TEAM_ID),
      store.team(TEAM_ID),
    ]);
    this.#isServing = true;
    const savedSince = new Map([...statuses].map(([memberId, { since }]) => [memberId, since]));
    this.#observer.onServing({ choices, settings, savedSince });
  }

  /** As the app's `close` does it, which waits for the connections to end. */
  stop(): void {
    const stopping = this.#process;
    if (stopping === null || !this.#isServing) return;
    this.#isServing = false;
    stopping.gateway.close();
    this.#timeline.at(this.#timeline.now + CLOSING_MS, () => {
      if (this.#process === stopping) void this.#finish(stopping);
    });
  }

  /** Ends the process without a word; where `isSilent`, the whole computer. */
  crash(isSilent: boolean): void {
    if (isSilent) this.#isDark = true;
    if (this.#process === null) return;
    const { clock, store, processLog, wire } = this.#process;
    this.#process = null;
    this.#startsAgain = false;
    this.#death = null;
    this.#isServing = false;
    clock.kill();
    processLog.end();
    wire.die(isSilent);
    // What was committed is in the file; closing it writes nothing more.
    void store.close();
    this.#observer.onEnded(false);
  }

  /** The gateway's connection to the log is lost. */
  cutGateway(): void {
    const line = this.#process?.processLog.gatewayLine ?? null;
    if (line === null) return;
    line.cut();
    this.#observer.onGatewayCut();
  }

  mendGateway(): void {
    this.#process?.processLog.gatewayLine?.mend();
    this.#observer.onGatewayMended();
  }

  /** The process will die at its n-th write from now, if it does not end before. */
  crashAtWrite(writes: number, fate: Fate, onDeath: () => void): void {
    if (this.#process !== null) this.#death = { writesLeft: writes, fate, onDeath };
  }

  async #finish(stopping: ServerProcess): Promise<void> {
    const { clock, store, processLog, presence, assignment } = stopping;
    await assignment.close();
    await presence.close();
    // It may have died of a write.
    if (this.#process !== stopping) return;
    this.#process = null;
    this.#death = null;
    processLog.end();
    await store.close();
    clock.kill();
    this.#observer.onEnded(true);
    if (this.#startsAgain) await this.start();
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

  #logger(): FastifyBaseLogger {
    const process = this.#starts;
    const ignore = (): void => undefined;
    const logger = {
      level: 'error',
      fatal: ignore,
      warn: ignore,
      info: ignore,
      debug: ignore,
      trace: ignore,
      silent: ignore,
      error: (details: unknown, message: string) => {
        // What a dead process would have said nobody hears.
        if (this.#process !== null && process === this.#starts) {
          this.#observer.onError(message, details);
        }
      },
      child: () => logger,
    };
    return logger as unknown as FastifyBaseLogger;
  }
}
