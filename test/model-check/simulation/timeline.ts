type Entry = { readonly at: number; readonly order: number; task: (() => void) | null };

/**
 * The time of a simulated world, in whole milliseconds since it began. What is to happen at the
 * same millisecond happens in the order in which it was asked for.
 */
export class Timeline {
  #now = 0;
  #asked = 0;
  /** A binary heap, the earliest first. */
  readonly #heap: Entry[] = [];
  readonly #settled: () => Promise<void>;

  /** `settled` resolves when nothing happens any more before time goes on. */
  constructor(settled = promisesSettled) {
    this.#settled = settled;
  }

  get now(): number {
    return this.#now;
  }

  /** Runs `task` at `at`, or as soon as possible where that is past; the answer takes it back. */
  at(at: number, task: () => void): () => void {
    const entry: Entry = { at: Math.max(at, this.#now), order: this.#asked, task };
    this.#asked += 1;
    this.#push(entry);
    return () => {
      entry.task = null;
    };
  }

  /**
   * Lets time go on until `end`. Now, and after each millisecond in which something happened,
   * everything settles and `afterwards` is called.
   */
  async runUntil(end: number, afterwards: () => void): Promise<void> {
    await this.#settled();
    afterwards();
    for (let next = this.#peek(); next !== null && next.at <= end; next = this.#peek()) {
      this.#now = next.at;
      while (next !== null && next.at <= this.#now) {
        this.#pop();
        next.task?.();
        next = this.#peek();
      }
      await this.#settled();
      afterwards();
    }
    this.#now = end;
    afterwards();
  }

  #peek(): Entry | null {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (first.task !== null) return first;
      this.#pop();
    }
    return null;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, entry)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const left = heap[child];
      if (left === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, left)) child += 1;
      const below = heap[child];
      if (below === undefined || isBefore(last, below)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }
}

/** Nothing here waits for the outside world, so whatever can settle has done so by the next task. */
export function promisesSettled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
