import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { STATUSES, type Status } from '../shared/domain/status.ts';

/** What can only be known at the moment when somebody looks. */
export type Gauges = {
  readonly sessions: number;
  /** Null where another process leads, which tells it. */
  readonly members: Readonly<Record<Status, number>> | null;
};

/** How many contacts wait in all queues, and for how long the oldest of them has (milliseconds). */
export type Waiting = { readonly contacts: number; readonly oldestMs: number };

/** Why a request for a connection was turned away. */
export type Objection = 'plain-http' | 'origin' | 'address' | 'storm' | 'memory';

/** What a welcome told: the team with its names, without them, or only what the client missed. */
export type WelcomeKind = 'names' | 'statuses' | 'deltas';

/** How the lines to clients are at the moment. */
export type Lines = {
  readonly open: number;
  /** Clients that wait to be taken up, and those that are worked on. */
  readonly waiting: number;
  readonly underWay: number;
  /** Clients that read too slowly to be told everything. */
  readonly leftOut: number;
  /** Bytes that were sent since the start. */
  readonly sent: number;
  /** Bytes of memory at which no more are let in. */
  readonly memoryCeiling: number;
};

/** Prefixed `ampel_`; durations in seconds. No label names a person. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #commands: Histogram<'command' | 'outcome'>;
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #told: Counter<'event'>;
  readonly #turnedAway: Counter<'reason'>;
  readonly #welcomes: Counter<'kind'>;
  readonly #leftOut: Counter;
  readonly #frameBytes: Histogram;
  readonly #frameSeconds: Histogram;
  readonly #waiting: Gauge;
  readonly #longestWait: Gauge;
  #lookAtQueue: () => Promise<Waiting | null> = async () => null;
  #watchesProcess = false;

  constructor() {
    const registers = [this.#registry];
    const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
    this.#commands = new Histogram({
      name: 'ampel_command_seconds',
      help: 'Commands over connections: how long until they were answered, and how (ok or a code)',
      labelNames: ['command', 'outcome'],
      buckets,
      registers,
    });
    this.#requests = new Histogram({
      name: 'ampel_http_request_seconds',
      help: 'HTTP requests: how long until they were answered',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers,
    });
    this.#told = new Counter({
      name: 'ampel_events_total',
      help: 'Events told to whole teams, each counted once however many hear of it',
      labelNames: ['event'],
      registers,
    });
    this.#turnedAway = new Counter({
      name: 'ampel_turned_away_total',
      help: 'Connections that were turned away, by reason',
      labelNames: ['reason'],
      registers,
    });
    this.#welcomes = new Counter({
      name: 'ampel_welcomes_total',
      help: 'Clients that were let in, by what they had to be told: the team with names, its statuses, or deltas',
      labelNames: ['kind'],
      registers,
    });
    this.#leftOut = new Counter({
      name: 'ampel_readers_left_out_total',
      help: 'How often a client read so slowly that it was left out until it had caught up',
      registers,
    });
    this.#frameBytes = new Histogram({
      name: 'ampel_frame_bytes',
      help: 'Size of what is told to a whole team at once',
      buckets: [64, 256, 1_024, 4_096, 16_384, 65_536, 262_144],
      registers,
    });
    this.#frameSeconds = new Histogram({
      name: 'ampel_frame_seconds',
      help: 'How long it took to hand that out to everyone',
      buckets,
      registers,
    });
    this.#waiting = new Gauge({
      name: 'ampel_queue_contacts',
      help: 'Contacts that wait for a member',
      registers,
    });
    this.#longestWait = new Gauge({
      name: 'ampel_queue_oldest_seconds',
      help: 'For how long the contact has waited that waits longest',
      registers,
    });
  }

  /**
   * Asks whenever somebody wants to see the figures; `lookAtQueue` answers null where the database
   * does not, which must not hide all the others.
   */
  follow(look: () => Gauges, lookAtQueue: () => Promise<Waiting | null>): void {
    this.#lookAtQueue = lookAtQueue;
    const registers = [this.#registry];
    new Gauge({
      name: 'ampel_sessions',
      help: 'Devices that are connected',
      registers,
      collect() {
        this.set(look().sessions);
      },
    });
    new Gauge({
      name: 'ampel_leading',
      help: '1 where this server decides for all teams, 0 where another does',
      registers,
      collect() {
        this.set(look().members === null ? 0 : 1);
      },
    });
    new Gauge({
      name: 'ampel_members',
      help: 'Members in each status',
      labelNames: ['status'],
      registers,
      collect() {
        const { members } = look();
        this.reset();
        if (members === null) return;
        for (const status of STATUSES) this.set({ status }, members[status]);
      },
    });
  }

  /** Asks whenever somebody wants to see the figures. */
  followLines(look: () => Lines): void {
    const registers = [this.#registry];
    new Gauge({
      name: 'ampel_connections',
      help: 'WebSockets that are open',
      registers,
      collect() {
        this.set(look().open);
      },
    });
    new Gauge({
      name: 'ampel_arrivals',
      help: 'Clients that come: waiting to be taken up, and under way to their welcome',
      labelNames: ['stage'],
      registers,
      collect() {
        const { waiting, underWay } = look();
        this.set({ stage: 'waiting' }, waiting);
        this.set({ stage: 'under-way' }, underWay);
      },
    });
    new Gauge({
      name: 'ampel_readers_left_out',
      help: 'Clients that are left out at the moment because they read too slowly',
      registers,
      collect() {
        this.set(look().leftOut);
      },
    });
    new Counter({
      name: 'ampel_sent_bytes_total',
      help: 'Bytes sent over WebSockets',
      registers,
      collect() {
        this.reset();
        this.inc(look().sent);
      },
    });
    new Gauge({
      name: 'ampel_memory_ceiling_bytes',
      help: 'Resident memory at which more connections are refused',
      registers,
      collect() {
        this.set(look().memoryCeiling);
      },
    });
  }

  welcomed(kind: WelcomeKind): void {
    this.#welcomes.inc({ kind });
  }

  readerLeftOut(): void {
    this.#leftOut.inc();
  }

  /** One frame was handed out, to however many. */
  frameTold(bytes: number, seconds: number): void {
    this.#frameBytes.observe(bytes);
    this.#frameSeconds.observe(seconds);
  }

  turnedAway(reason: Objection): void {
    this.#turnedAway.inc({ reason });
  }

  /** A command was answered after `seconds`; `outcome` is `ok` or the code of the refusal. */
  commandAnswered(command: string, outcome: string, seconds: number): void {
    this.#commands.observe({ command, outcome }, seconds);
  }

  requestAnswered(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status }, seconds);
  }

  teamTold(event: string): void {
    this.#told.inc({ event });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything in the text format of Prometheus. */
  async text(): Promise<string> {
    const waiting = await this.#lookAtQueue();
    if (waiting === null) {
      this.#waiting.remove();
      this.#longestWait.remove();
    } else {
      this.#waiting.set(waiting.contacts);
      this.#longestWait.set(waiting.oldestMs / 1000);
    }
    if (!this.#watchesProcess) {
      this.#watchesProcess = true;
      // Watching the event loop and the garbage collection costs something, so only where somebody looks.
      collectDefaultMetrics({ register: this.#registry });
    }
    return this.#registry.metrics();
  }
}
