import { totalmem } from 'node:os';
import process from 'node:process';
import { getHeapStatistics } from 'node:v8';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../shared/domain/clock.ts';

/** The share of the machine's or the container's memory that the server takes where nobody says otherwise. */
const SHARE_OF_MEMORY = 0.8;

/** The share of what V8 grants its heap; garbage counts as used, so it is no small one. */
const SHARE_OF_HEAP = 0.9;

/** Once the ceiling was reached, the share of it below which there is room again. */
const SHARE_WITH_ROOM = 0.9;

/** How long a look holds, in milliseconds: it costs as much as a good part of a connection. */
const LOOK_HOLDS_MS = 250;

const MEGABYTE = 1024 * 1024;

/** In bytes: all that the process holds and, of it, V8's heap, which must not outgrow its own limit either. */
export type MemoryUse = { readonly resident: number; readonly heap: number };

/** Up to where newcomers are let in; `maxMb` is what the operator said about it, or null. */
export function ceilingIn(whole: MemoryUse, maxMb: number | null): MemoryUse {
  return {
    resident: maxMb === null ? SHARE_OF_MEMORY * whole.resident : maxMb * MEGABYTE,
    heap: SHARE_OF_HEAP * whole.heap,
  };
}

/** Whether nobody else is let in; who `wasFull` a moment ago has to come down some way first. */
export function isFull(use: MemoryUse, ceiling: MemoryUse, wasFull: boolean): boolean {
  const share = Math.max(use.resident / ceiling.resident, use.heap / ceiling.heap);
  return share >= (wasFull ? SHARE_WITH_ROOM : 1);
}

/** What the process uses now. */
export function memoryUse(): MemoryUse {
  return { resident: process.memoryUsage.rss(), heap: getHeapStatistics().used_heap_size };
}

/** What there is of memory: of the machine, or of the container where that has less. */
function wholeMemory(): MemoryUse {
  const ofContainer = process.constrainedMemory();
  const machine = totalmem();
  return {
    resident: ofContainer === 0 ? machine : Math.min(machine, ofContainer),
    heap: getHeapStatistics().heap_size_limit,
  };
}

type MemoryCeilingOptions = {
  /** Megabytes; null leaves it to the memory that there is. */
  readonly maxMb: number | null;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  readonly look?: () => MemoryUse;
};

/** Says when the process has no memory left for newcomers; those who are there stay. */
export class MemoryCeiling {
  readonly #ceiling: MemoryUse;
  readonly #clock: Clock;
  readonly #logger: FastifyBaseLogger;
  readonly #look: () => MemoryUse;
  #isFull = false;
  /** On the clock's steady scale. */
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor({ maxMb, clock, logger, look = memoryUse }: MemoryCeilingOptions) {
    this.#ceiling = ceilingIn(wholeMemory(), maxMb);
    this.#clock = clock;
    this.#logger = logger;
    this.#look = look;
  }

  /** All that the process may hold before nobody else is let in, in bytes. */
  get bytes(): number {
    return this.#ceiling.resident;
  }

  /** Looks now and then, and writes to the log when it has begun or ended that there is no room. */
  hasRoom(): boolean {
    const now = this.#clock.steady();
    if (now - this.#lookedAt < LOOK_HOLDS_MS) return !this.#isFull;
    this.#lookedAt = now;
    const use = this.#look();
    const wasFull = this.#isFull;
    this.#isFull = isFull(use, this.#ceiling, wasFull);
    if (this.#isFull && !wasFull) {
      this.#logger.warn(
        { use, ceiling: this.#ceiling },
        'no memory left for more connections: they are refused until there is',
      );
    } else if (wasFull && !this.#isFull) {
      this.#logger.warn({ use }, 'memory for connections again');
    }
    return !this.#isFull;
  }
}
