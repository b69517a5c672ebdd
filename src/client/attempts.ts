import type { Clock } from '../shared/domain/clock.ts';
import { retryDelayMs } from './retry-delay.ts';

/** How long the server may take from a connection to its welcome, in milliseconds. */
const WELCOME_TIMEOUT_MS = 10_000;
/** What breaks the protocol sooner after its welcome, in milliseconds, was no success at all. */
const STEADY_MS = 5_000;

export type AttemptsOptions = {
  readonly clock: Clock;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  /** Tries to connect. */
  readonly open: () => void;
  /** The server let an attempt in, perhaps, and then said nothing. */
  readonly onMute: () => void;
};

/** When to try to connect: again and again, after longer and longer, until there is a welcome. */
export class Attempts {
  readonly #options: AttemptsOptions;
  #failures = 0;
  /** What the server asked to wait before the next attempt, in milliseconds. */
  #askedMs = 0;
  /** When this connection was welcomed (steady milliseconds), null before that. */
  #welcomedAt: number | null = null;
  #rests = false;
  #cancelRetry: (() => void) | null = null;
  #cancelWelcomeTimeout: (() => void) | null = null;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  /** Whether nothing is to be tried at the moment. */
  get rests(): boolean {
    return this.#rests;
  }

  /** Tries now. */
  begin(): void {
    const { clock, open, onMute } = this.#options;
    this.#cancelWelcomeTimeout?.();
    this.#cancelWelcomeTimeout = clock.after(WELCOME_TIMEOUT_MS, onMute);
    open();
  }

  /** This attempt has come to its end, a good one. */
  welcomed(): void {
    this.#welcomedAt = this.#options.clock.steady();
    this.#askedMs = 0;
    this.#cancelWelcomeTimeout?.();
  }

  /** This attempt has failed; another one follows, not before `askedMs` where the server asked for that. */
  failed(askedMs = 0): void {
    this.#failures += 1;
    this.#askedMs = askedMs;
    this.again();
  }

  /** The connection is gone; `wasRefused` where this client let go of it. */
  closed(wasRefused: boolean): void {
    if (this.#welcomedAt !== null) {
      const lasted = this.#options.clock.steady() - this.#welcomedAt;
      if (!wasRefused || lasted >= STEADY_MS) this.#failures = 0;
    }
    this.#welcomedAt = null;
  }

  /** Tries when it is due. */
  again(): void {
    this.#cancel();
    if (this.#rests) return;
    const { clock, random } = this.#options;
    const delayMs = retryDelayMs(this.#failures, random(), this.#askedMs);
    this.#cancelRetry = clock.after(delayMs, () => this.begin());
  }

  /** Tries nothing by itself until {@link wake}; what is under way may go on. */
  rest(): void {
    this.#rests = true;
    this.#cancelRetry?.();
  }

  /** May try again, as if nothing had ever failed. */
  wake(): void {
    this.#rests = false;
    this.#failures = 0;
    this.#askedMs = 0;
    this.#cancelRetry?.();
  }

  /** Tries nothing any more. */
  end(): void {
    this.#rests = true;
    this.#cancel();
  }

  #cancel(): void {
    this.#cancelWelcomeTimeout?.();
    this.#cancelRetry?.();
  }
}
