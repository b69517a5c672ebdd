import type { WaitingOutcome } from '../../shared/bridge/bridge.ts';
import type { WaitingContactView } from '../../shared/bridge/contacts.ts';
import type { Problem } from '../../shared/bridge/view.ts';

export type WaitingState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'shown'; readonly waiting: readonly WaitingContactView[] };

/** The shortest time from an answer to the next question, in milliseconds (TR2). */
const PAUSE_MS = 500;

type Asked = {
  readonly get: () => Promise<WaitingOutcome>;
  readonly show: (state: WaitingState) => void;
  readonly pause: (ms: number) => Promise<void>;
};

/**
 * Follows what waits while somebody looks at it. One question is on its way at most, however often
 * something changes meanwhile, with a pause before the next, and the last answer belongs to the last
 * change.
 */
export class WaitingFollower {
  readonly #asked: Asked;
  #isAsking = false;
  #isStale = false;
  #ended = false;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** What waits may be something else now. */
  look(): void {
    if (this.#isAsking) this.#isStale = true;
    else void this.#ask();
  }

  /** Nobody looks any more. */
  end(): void {
    this.#ended = true;
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    do {
      this.#isStale = false;
      const outcome = await outcomeOf(this.#asked.get());
      if (this.#ended) return;
      this.#asked.show(
        outcome.ok
          ? { kind: 'shown', waiting: outcome.waiting }
          : { kind: 'failed', problem: outcome.problem },
      );
      await this.#asked.pause(PAUSE_MS);
    } while (this.#isStale && !this.#ended);
    this.#isAsking = false;
  }
}

async function outcomeOf(call: Promise<WaitingOutcome>): Promise<WaitingOutcome> {
  try {
    return await call;
  } catch (error) {
    return { ok: false, problem: { code: 'no-answer', detail: String(error) } };
  }
}
