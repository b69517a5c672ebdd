import type { UpdateOffReason, UpdateState } from '../../shared/bridge/view.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Log, UpdaterPort } from '../ports.ts';
import { UpdateFailure } from './update-failure.ts';
import { type AskingRules, untilNextLook, whenToAsk } from './update-times.ts';

/** How long a place may take to say which version it has, in milliseconds. */
const ANSWER_TIMEOUT_MS = 60_000;

export type UpdatesOptions = {
  /** Why this installation does not look for newer versions, or null where it does. */
  readonly off: UpdateOffReason | null;
  /** Loads what looks, fetches and installs; called at the first look. */
  readonly load: () => Promise<UpdaterPort>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** When the member was last asked to restart; kept over a restart. */
  readonly askedAt: { get(): number | null; set(at: number): void };
  /** Asks the member to restart into a version; the answer takes the question back. */
  readonly ask: (version: string, installsOnQuit: boolean) => () => void;
  readonly onChange: () => void;
};

type Disturbance = Omit<AskingRules, 'askedAt'>;

/** Keeps the app up to date: looks for newer versions, fetches them, and asks for a restart. */
export class Updates {
  readonly #options: UpdatesOptions;
  #state: UpdateState;
  #updater: UpdaterPort | null = null;
  #isLooking = false;
  /** Whether the member asked for the look that goes on: only then a failure is told. */
  #isWanted = false;
  #disturbance: Disturbance = { busyUntil: null, quietHours: null };
  #cancelNextLook: () => void = () => undefined;
  #cancelAsking: () => void = () => undefined;
  #withdrawQuestion: () => void = () => undefined;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    this.#state =
      options.off === null
        ? { kind: 'current', checkedAt: null }
        : { kind: 'off', reason: options.off };
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Looks some minutes from now, and every few hours from then on (UP1). */
  start(): void {
    this.#lookLater('none');
  }

  /** Looks now because the member asked for it; what comes of it shows in {@link state}. */
  async check(): Promise<void> {
    this.#isWanted = true;
    await this.#look();
  }

  /** Restarts into the version that is ready; nothing happens where none is. */
  restart(): void {
    if (this.#state.kind === 'ready') this.#updater?.restart();
  }

  /** Tells until when the member is not to be asked; a question that waits is planned anew. */
  heed(disturbance: Disturbance): void {
    this.#disturbance = disturbance;
    this.#planQuestion();
  }

  #lookLater(last: 'none' | 'answered' | 'failed'): void {
    if (this.#state.kind === 'off') return;
    const { clock, random } = this.#options;
    this.#cancelNextLook();
    this.#cancelNextLook = clock.after(untilNextLook(last, random()), () => void this.#look());
  }

  async #look(): Promise<void> {
    if (this.#isLooking || this.#state.kind === 'off') return;
    this.#isLooking = true;
    const before = this.#state;
    // What is ready stays so while something newer is looked for.
    if (before.kind !== 'ready') this.#become({ kind: 'checking' });
    try {
      await this.#fetchNewer(before);
      this.#lookLater('answered');
    } catch (error) {
      this.#fail(before, error);
      this.#lookLater('failed');
    } finally {
      this.#isLooking = false;
      this.#isWanted = false;
    }
  }

  async #fetchNewer(before: UpdateState): Promise<void> {
    const updater = await this.#load();
    const found = await this.#inTime(updater.check());
    if (found === null) {
      const checkedAt = this.#options.clock.now();
      this.#become(before.kind === 'ready' ? before : { kind: 'current', checkedAt });
      return;
    }
    const { version, downloaded } = found;
    if (before.kind !== 'ready' || before.version !== version) {
      this.#become({ kind: 'downloading', version });
    }
    await downloaded;
    this.#become({ kind: 'ready', version, installsOnQuit: updater.installsOnQuit });
  }

  async #load(): Promise<UpdaterPort> {
    this.#updater ??= await this.#options.load();
    return this.#updater;
  }

  #fail(before: UpdateState, error: unknown): void {
    const failure = error instanceof UpdateFailure ? error : null;
    if (failure === null) this.#options.log.error('looking for a newer version failed', error);
    else this.#options.log.warn(`no newer version: ${failure.problem}: ${failure.message}`);
    // A download that failed has replaced what was ready before it.
    if (this.#state.kind === 'ready') return;
    if (this.#isWanted) this.#become({ kind: 'failed', problem: failure?.problem ?? 'unexpected' });
    else this.#become(before.kind === 'current' ? before : { kind: 'current', checkedAt: null });
  }

  /** @throws {UpdateFailure} where no answer comes in time */
  #inTime<T>(answer: Promise<T>): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>();
    const cancel = this.#options.clock.after(ANSWER_TIMEOUT_MS, () =>
      reject(new UpdateFailure('unreachable', 'there was no answer in time')),
    );
    return Promise.race([answer, promise]).finally(cancel);
  }

  #become(state: UpdateState): void {
    this.#state = state;
    if (state.kind !== 'ready') this.#withdraw();
    this.#planQuestion();
    this.#options.onChange();
  }

  #planQuestion(): void {
    this.#cancelAsking();
    this.#cancelAsking = () => undefined;
    if (this.#state.kind !== 'ready') return;
    const { clock, askedAt } = this.#options;
    const now = clock.now();
    const at = whenToAsk(now, { ...this.#disturbance, askedAt: askedAt.get() });
    if (at === null) return;
    if (at > now) this.#cancelAsking = clock.after(at - now, () => this.#planQuestion());
    else this.#ask(this.#state.version, this.#state.installsOnQuit);
  }

  #ask(version: string, installsOnQuit: boolean): void {
    const { ask, askedAt, clock } = this.#options;
    askedAt.set(clock.now());
    this.#withdraw();
    this.#withdrawQuestion = ask(version, installsOnQuit);
    this.#planQuestion();
  }

  #withdraw(): void {
    this.#withdrawQuestion();
    this.#withdrawQuestion = () => undefined;
  }
}
