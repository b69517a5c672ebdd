import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { Caller } from '../commands/caller.ts';
import type { KeptResponse, RequestMemory } from '../store/store.ts';

/** Longest key, in characters. */
export const MAX_KEY_LENGTH = 128;

/** How long a request is remembered, in milliseconds. */
export const REQUEST_LIFE_MS = 24 * 60 * 60 * 1000;

type Repeatable = {
  readonly caller: Caller;
  readonly key: string;
  /** What tells it apart from another request under the same key. */
  readonly content: readonly unknown[];
  /** Whether the response holds a secret, which is not to be kept. */
  readonly holdsSecret: boolean;
};

/** Requests that their sender may repeat, as after a lost connection, and that are done once. */
export class Once {
  readonly #memory: RequestMemory;
  readonly #clock: Clock;

  constructor(memory: RequestMemory, clock: Clock) {
    this.#memory = memory;
    this.#clock = clock;
  }

  /**
   * Does the work, or answers as it was answered before.
   * @throws Refusal `conflict` where the key was used for something else, the first request is
   * still being worked on, or its response held a secret; and what the work throws.
   */
  async run(
    { caller, key, content, holdsSecret }: Repeatable,
    work: () => Promise<KeptResponse>,
  ): Promise<{ readonly response: KeptResponse; readonly isRepeat: boolean }> {
    const by = caller.kind === 'member' ? caller.memberId : caller.integrationId;
    const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex');
    const begun = await this.#memory.begin({
      caller: by,
      key,
      fingerprint,
      now: this.#clock.now(),
    });
    switch (begun.kind) {
      case 'different':
        throw new Refusal(
          'conflict',
          'This Idempotency-Key was used for another request. Take a new one.',
        );
      case 'under-way':
        throw new Refusal(
          'conflict',
          'The first request with this Idempotency-Key is still being worked on.',
        );
      case 'done':
        if (begun.response.body !== '') return { response: begun.response, isRepeat: true };
        throw new Refusal(
          'conflict',
          'This was done before, and its secret is told only once. Remove what was created and create it anew.',
        );
      case 'new': {
        const response = await this.#work(by, key, work);
        await this.#memory.finish(by, key, holdsSecret ? { ...response, body: '' } : response);
        return { response, isRepeat: false };
      }
    }
  }

  async #work(
    caller: string,
    key: string,
    work: () => Promise<KeptResponse>,
  ): Promise<KeptResponse> {
    try {
      return await work();
    } catch (error) {
      // Changes are made whole or not at all: it may be tried again.
      await this.#memory.abandon(caller, key);
      throw error;
    }
  }
}
