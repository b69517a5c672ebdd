import { MAX_INT32 } from '../shared/domain/activity.ts';
import type { ChoiceRequest } from '../shared/domain/choice.ts';
import type { Clock } from '../shared/domain/clock.ts';
import type { ChooseAnswer } from '../shared/protocol/events.ts';
import type { Choose } from '../shared/protocol/schemas.ts';
import type { ClientProblem, ClientProblemCode, Result } from './client-problem.ts';

/** A choice that the server has not acknowledged yet. */
export type UnsentChoice = ChoiceRequest & {
  /** By this computer's clock, in epoch milliseconds. */
  readonly madeAt: number;
};

/** Where a choice outlives the app. */
export type OutboxStore = {
  load(): UnsentChoice | null;
  save(choice: UnsentChoice | null): void;
};

export type Chosen =
  | { readonly kind: 'acknowledged'; readonly answer: ChooseAnswer }
  /** It goes out when there is a connection (PR10). */
  | { readonly kind: 'kept' };

export type ChoiceOutboxOptions = {
  readonly clock: Clock;
  readonly store: OutboxStore;
  readonly send: (message: Choose) => Promise<Result<ChooseAnswer>>;
  /** Called when {@link ChoiceOutbox.waiting} is another one, or none. */
  readonly onChange: () => void;
  /** Told of a choice that was kept and then refused for good. */
  readonly onRefused: (choice: UnsentChoice, problem: ClientProblem) => void;
};

/** The choice may well be taken the next time. */
const PASSING: ReadonlySet<ClientProblemCode> = new Set([
  'not-connected',
  'no-answer',
  'unavailable',
  'rate-limited',
]);

/** How long to wait before a choice goes out once more over the same connection, in milliseconds. */
const AGAIN_MS = 5_000;

type Item = { readonly choice: UnsentChoice; readonly madeAtSteady: number };

/**
 * Holds the member's latest choice until the server has it (PR10), over restarts of the app too.
 * One goes out at a time, and never an older one after a newer one.
 */
export class ChoiceOutbox {
  readonly #options: ChoiceOutboxOptions;
  #item: Item | null;
  #sending: Promise<Result<Chosen>> | null = null;
  #cancelAgain: (() => void) | null = null;

  constructor(options: ChoiceOutboxOptions) {
    this.#options = options;
    const choice = options.store.load();
    this.#item = choice === null ? null : { choice, madeAtSteady: options.clock.steady() };
  }

  get waiting(): UnsentChoice | null {
    return this.#item?.choice ?? null;
  }

  /** Takes a choice, in place of one that still waits. Resolves when it has been tried once. */
  async choose(request: ChoiceRequest): Promise<Result<Chosen>> {
    const { clock, store } = this.#options;
    const item = { choice: { ...request, madeAt: clock.now() }, madeAtSteady: clock.steady() };
    this.#item = item;
    // On its way before it is on disk: that may take longer than the whole way there and back.
    const sent = this.#sending === null ? this.#send(item) : null;
    store.save(item.choice);
    this.#options.onChange();
    if (sent !== null) return sent;
    while (this.#sending !== null) await this.#sending;
    // A later one has taken its place and is what the member wants.
    if (this.#item !== item) return { ok: true, value: { kind: 'kept' } };
    return this.#send(item);
  }

  /** Sends what waits: there is a connection (again). */
  deliver(): void {
    const item = this.#item;
    if (item === null || this.#sending !== null) return;
    void this.#send(item).then((result) => {
      if (!result.ok) this.#options.onRefused(item.choice, result.problem);
    });
  }

  /** Stops trying; what waits stays in the store. */
  close(): void {
    this.#cancelAgain?.();
    this.#cancelAgain = null;
  }

  #send(item: Item): Promise<Result<Chosen>> {
    this.close();
    this.#sending = this.#attempt(item).finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  async #attempt(item: Item): Promise<Result<Chosen>> {
    const { madeAt: _, ...request } = item.choice;
    const result = await this.#options.send({ ...request, ageMs: this.#ageMs(item) });
    if (result.ok) {
      this.#settle(item);
      return { ok: true, value: { kind: 'acknowledged', answer: result.value } };
    }
    if (!PASSING.has(result.problem.code)) {
      this.#settle(item);
      return result;
    }
    if (result.problem.code !== 'not-connected') {
      this.#cancelAgain = this.#options.clock.after(AGAIN_MS, () => this.deliver());
    }
    return { ok: true, value: { kind: 'kept' } };
  }

  /** The longer of what both clocks say: one may have been set, the other stood still in sleep. */
  #ageMs({ choice, madeAtSteady }: Item): number {
    const { clock } = this.#options;
    const age = Math.max(clock.now() - choice.madeAt, clock.steady() - madeAtSteady);
    return Math.min(Math.max(Math.round(age), 0), MAX_INT32);
  }

  #settle(item: Item): void {
    if (this.#item !== item) return;
    this.#item = null;
    this.#options.store.save(null);
    this.#options.onChange();
  }
}
