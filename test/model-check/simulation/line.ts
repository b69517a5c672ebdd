import type { Timeline } from './timeline.ts';

export type Direction = 'up' | 'down';

/** How long a message takes each way, and by how much more it may take, in milliseconds. */
export type Latency = {
  readonly upMs: number;
  readonly downMs: number;
  readonly jitterMs: number;
};

export const GOOD_LATENCY: Latency = { upMs: 20, downMs: 30, jitterMs: 25 };

/** TCP tries a lost packet again after longer and longer pauses; this is the longest, in milliseconds. */
const RETRANSMISSION_MS = 2_000;

/**
 * The way between one device and the server. All connections of the device take it, each with its
 * own order of messages. What is sent while a direction is lost arrives when it no longer is.
 */
export class Line {
  readonly #timeline: Timeline;
  readonly #random: () => number;
  readonly #lost = { up: false, down: false };
  readonly #pipes = new Set<Pipe<unknown>>();
  #isAsleep = false;
  #latency = GOOD_LATENCY;
  /** How many of the next commands arrive twice. */
  duplicates = 0;
  /** How many of the next changes get lost for good. */
  leftOut = 0;
  /** Nothing goes out at all, and the device knows it: no network. */
  isUnplugged = false;
  /** Since when it has been as it is, on the timeline. */
  changedAt = 0;

  constructor(timeline: Timeline, random: () => number) {
    this.#timeline = timeline;
    this.#random = random;
  }

  get latency(): Latency {
    return this.#latency;
  }

  set latency(latency: Latency) {
    this.#latency = latency;
    this.changedAt = this.#timeline.now;
  }

  get isGood(): boolean {
    return (
      !this.#lost.up &&
      !this.#lost.down &&
      !this.isUnplugged &&
      !this.#isAsleep &&
      this.#latency === GOOD_LATENCY
    );
  }

  /** Whether nothing is on its way. */
  get isIdle(): boolean {
    return [...this.#pipes].every((pipe) => pipe.isIdle);
  }

  /** Whether messages on their way in this direction get nowhere for now. */
  isLost(direction: Direction): boolean {
    return this.#lost[direction] || this.isUnplugged || this.#isAsleep;
  }

  /** Since when that has been so at least, or null where it is not. */
  lostSince(direction: Direction): number | null {
    return this.isLost(direction) ? this.changedAt : null;
  }

  lose(direction: Direction): void {
    this.#lost[direction] = true;
    this.changedAt = this.#timeline.now;
  }

  unplug(): void {
    this.isUnplugged = true;
    this.changedAt = this.#timeline.now;
  }

  heal(): void {
    this.#lost.up = false;
    this.#lost.down = false;
    this.isUnplugged = false;
    this.#latency = GOOD_LATENCY;
    this.#resume();
  }

  /** The device's network is off while it sleeps. */
  sleep(): void {
    this.#isAsleep = true;
    this.changedAt = this.#timeline.now;
  }

  wake(): void {
    this.#isAsleep = false;
    this.#resume();
  }

  /** A way for the messages of one connection in one direction. */
  pipe<Frame>(direction: Direction, deliver: (frame: Frame) => void): Pipe<Frame> {
    const pipe = new Pipe<Frame>({
      timeline: this.#timeline,
      delayMs: () => this.#delayMs(direction),
      isLost: () => this.isLost(direction),
      deliver,
      onEnd: () => this.#pipes.delete(pipe as Pipe<unknown>),
    });
    this.#pipes.add(pipe as Pipe<unknown>);
    return pipe;
  }

  #delayMs(direction: Direction): number {
    const { upMs, downMs, jitterMs } = this.#latency;
    return Math.round((direction === 'up' ? upMs : downMs) + jitterMs * this.#random());
  }

  #resume(): void {
    this.changedAt = this.#timeline.now;
    for (const pipe of this.#pipes) {
      pipe.resume(Math.round(RETRANSMISSION_MS * this.#random()));
    }
  }
}

type PipeOptions<Frame> = {
  readonly timeline: Timeline;
  readonly delayMs: () => number;
  readonly isLost: () => boolean;
  readonly deliver: (frame: Frame) => void;
  readonly onEnd: () => void;
};

/** Messages of one connection in one direction: they keep their order and none is left out. */
export class Pipe<Frame> {
  readonly #options: PipeOptions<Frame>;
  readonly #waiting: { readonly frame: Frame; arrivesAt: number }[] = [];
  #cancel: (() => void) | null = null;
  #lastArrivesAt = 0;
  #hasEnded = false;

  constructor(options: PipeOptions<Frame>) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0;
  }

  send(frame: Frame): void {
    if (this.#hasEnded) return;
    this.#waiting.push({ frame, arrivesAt: this.#nextArrival(0) });
    if (this.#cancel === null && !this.#options.isLost()) this.#await();
  }

  /** The way is there again, `afterMs` from now for what was lost on it. */
  resume(afterMs: number): void {
    if (this.#options.isLost() || this.#cancel !== null) return;
    this.#lastArrivesAt = 0;
    for (const waiting of this.#waiting) waiting.arrivesAt = this.#nextArrival(afterMs);
    this.#await();
  }

  /** Nobody is at its other end any more. */
  end(): void {
    this.#hasEnded = true;
    this.#waiting.length = 0;
    this.#cancel?.();
    this.#cancel = null;
    this.#options.onEnd();
  }

  #nextArrival(afterMs: number): number {
    const { timeline, delayMs } = this.#options;
    this.#lastArrivesAt = Math.max(this.#lastArrivesAt, timeline.now + delayMs() + afterMs);
    return this.#lastArrivesAt;
  }

  #await(): void {
    const first = this.#waiting[0];
    if (first === undefined) return;
    this.#cancel = this.#options.timeline.at(first.arrivesAt, () => {
      this.#cancel = null;
      if (this.#options.isLost()) return;
      this.#waiting.shift();
      this.#options.deliver(first.frame);
      if (!this.#hasEnded && this.#cancel === null) this.#await();
    });
  }
}
