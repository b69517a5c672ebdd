import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { Caller } from '../commands/caller.ts';
import type { KeyedRequest } from '../commands/keyed-request.ts';
import type { KeptResponse } from '../store/requests.ts';

/** For how long a request is done once, in milliseconds. */
const MEMORY_MS = 24 * 60 * 60 * 1000;

/** Longest key, in characters. */
export const MAX_KEY_LENGTH = 128;

type Repeatable = {
  readonly caller: Caller;
  readonly key: string;
  /** What tells it apart from another request under the same key. */
  readonly content: readonly unknown[];
  /** What is kept of what the route answers, to be sent again; an empty body where it holds a secret. */
  readonly kept: (answer: unknown) => KeptResponse;
};

/** Ends the work on a request that was done before. */
class DoneBefore extends Refusal {
  readonly response: KeptResponse;

  constructor(response: KeptResponse) {
    super(
      'conflict',
      'This was done before, and its secret is told only once. Remove what was created and create it anew.',
    );
    this.response = response;
  }
}

/** Requests that their sender may repeat, as after a lost connection, and that are done once. */
export class Once {
  readonly #clock: Clock;
  /** The last of those under way under each key. */
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Does the work, or answers as it was answered before; a repeat waits for the request that is
   * under way. The work has to begin and end the request it is given in the transaction of its change.
   * @throws Refusal `conflict` where the key was used for something else, or the response held a
   * secret; and what the work throws, after which it may be tried again.
   */
  run(
    repeatable: Repeatable,
    work: (request: KeyedRequest) => Promise<KeptResponse>,
  ): Promise<{ readonly response: KeptResponse; readonly isRepeat: boolean }> {
    const by = idOf(repeatable.caller);
    const name = JSON.stringify([by, repeatable.key]);
    const task = async () => {
      try {
        return await this.#run(by, repeatable, work);
      } finally {
        if (this.#underWay.get(name) === turn) this.#underWay.delete(name);
      }
    };
    // Whatever became of the one before, this one finds in the store.
    const turn = (this.#underWay.get(name) ?? Promise.resolve()).then(task, task);
    this.#underWay.set(name, turn);
    return turn;
  }

  async #run(
    caller: string,
    { key, content, kept }: Repeatable,
    work: (request: KeyedRequest) => Promise<KeptResponse>,
  ): ReturnType<Once['run']> {
    const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex');
    let isNoted = false;
    const request: KeyedRequest = {
      begin: async ({ requests }) => {
        const before = await requests.find(caller, key);
        if (before === null) return;
        // Its turn to be removed with the others may be a day away (KE5).
        if (before.answeredAt <= this.#clock.now() - MEMORY_MS) return requests.remove(caller, key);
        if (before.fingerprint === fingerprint) throw new DoneBefore(before.response);
        throw new Refusal(
          'conflict',
          'This Idempotency-Key was used for another request. Take a new one.',
        );
      },
      end: async ({ requests }, answer) => {
        const answeredAt = this.#clock.now();
        await requests.add({ caller, key, fingerprint, response: kept(answer), answeredAt });
        isNoted = true;
      },
    };
    try {
      const response = await work(request);
      if (!isNoted) throw new Error('a request was done without a note of its key');
      return { response, isRepeat: false };
    } catch (error) {
      if (!(error instanceof DoneBefore) || error.response.body === '') throw error;
      return { response: error.response, isRepeat: true };
    }
  }
}

function idOf(caller: Caller): string {
  return caller.kind === 'member' ? caller.memberId : caller.integrationId;
}
