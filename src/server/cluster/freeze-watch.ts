import type { Clock } from '../../shared/domain/clock.ts';
import { ALIVE_MS } from './process-leases.ts';

/** How often it is looked, in milliseconds. */
const LOOK_MS = 1_000;

/** Notices that the whole process stood still for so long that others must take it for dead. */
export class FreezeWatch {
  readonly #clock: Clock;
  readonly #onFrozen: () => void;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, onFrozen: () => void) {
    this.#clock = clock;
    this.#onFrozen = onFrozen;
  }

  start(): void {
    const lookedAt = this.#clock.steady();
    this.#cancel = this.#clock.after(LOOK_MS, () => {
      this.start();
      if (this.#clock.steady() - lookedAt >= ALIVE_MS) this.#onFrozen();
    });
  }

  stop(): void {
    this.#cancel();
  }
}
