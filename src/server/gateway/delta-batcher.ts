import type { Clock } from '../../shared/domain/clock.ts';
import type { Change, LogEntry } from '../log/presence-log.ts';

/** The shortest pause between two frames of a team, in milliseconds. */
export const SHORTEST_PAUSE_MS = 50;

/**
 * A frame that took long to hand out is followed by a pause that is longer, as many times as there
 * were changes in it, but no more than this.
 */
const MOST_PAUSE_PER_COST = 12;

/**
 * How long that pause may become, in milliseconds, where the frame itself took less: what stretched
 * a single frame, as a garbage collection does, must not keep a whole team waiting for seconds.
 */
const LONGEST_PAUSE_MS = 400;

/**
 * Gathers a team's changes into frames. A change that comes alone leaves at once; those that follow
 * wait for the end of a pause. The pause runs from the end of the last frame and grows with what
 * that one cost and held: a storm takes a thirteenth of the process, of a very large team at most half
 * of it, and a change after one that came alone hardly waits.
 */
export class DeltaBatcher {
  readonly #clock: Clock;
  readonly #send: (entry: LogEntry) => void;
  #waiting: { readonly from: number; readonly changes: Change[] } | null = null;
  /** When the next frame may leave, on the clock's steady scale. */
  #pauseEndsAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, send: (entry: LogEntry) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  add({ from, changes }: LogEntry): void {
    this.#waiting ??= { from, changes: [] };
    for (const change of changes) this.#waiting.changes.push(change);
    if (this.#cancel !== null) return;
    const left = this.#pauseEndsAt - this.#clock.steady();
    if (left <= 0) {
      this.#flush();
      return;
    }
    this.#cancel = this.#clock.after(left, () => {
      this.#cancel = null;
      this.#flush();
    });
  }

  /** Whatever still waits is not sent. */
  drop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting = null;
  }

  /** Sends at once what waits. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#flush();
  }

  #flush(): void {
    if (this.#waiting === null) return;
    const { from, changes } = this.#waiting;
    this.#waiting = null;
    const startedAt = this.#clock.steady();
    this.#send({ from, changes });
    const endedAt = this.#clock.steady();
    const cost = endedAt - startedAt;
    const wanted = Math.min(changes.length, MOST_PAUSE_PER_COST) * cost;
    const longest = Math.max(LONGEST_PAUSE_MS, cost);
    this.#pauseEndsAt = endedAt + Math.max(SHORTEST_PAUSE_MS, Math.min(wanted, longest));
  }
}
