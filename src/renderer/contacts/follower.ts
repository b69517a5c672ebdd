/** The shortest time from an answer to the next question, in milliseconds (TR2). */
const PAUSE_MS = 500;

type Followed<T> = {
  /** Never rejects. */
  readonly get: () => Promise<T>;
  readonly show: (value: T) => void;
  readonly pause?: (ms: number) => Promise<void>;
};

/**
 * Follows something of the server's while somebody looks at it. One question is on its way at most,
 * however often something changes meanwhile, with a pause before the next, and the last answer
 * belongs to the last change.
 */
export class Follower<T> {
  readonly #followed: Followed<T>;
  #isAsking = false;
  #isStale = false;
  #ended = false;

  constructor(followed: Followed<T>) {
    this.#followed = followed;
  }

  /** It may be something else now. */
  look(): void {
    if (this.#isAsking) this.#isStale = true;
    else void this.#ask();
  }

  /** Nobody looks any more. */
  end(): void {
    this.#ended = true;
  }

  async #ask(): Promise<void> {
    const { get, show, pause = passed } = this.#followed;
    this.#isAsking = true;
    do {
      this.#isStale = false;
      const value = await get();
      if (this.#ended) return;
      show(value);
      await pause(PAUSE_MS);
    } while (this.#isStale && !this.#ended);
    this.#isAsking = false;
  }
}

/** Resolves in so many milliseconds. */
export function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
