import type { Clock } from '../../shared/domain/clock.ts';

/**
 * One timer for everything that is due some time. It is never moved to a later moment: whoever is
 * woken looks what is due, and sets it to the earliest of the rest.
 */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #set: { readonly at: number; readonly cancel: () => void } | null = null;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at this moment (steady milliseconds) or before it. */
  ringAt(at: number): void {
    if (this.#set !== null && this.#set.at <= at) return;
    this.cancel();
    const cancel = this.#clock.after(Math.max(0, at - this.#clock.steady()), () => {
      this.#set = null;
      this.#ring();
    });
    this.#set = { at, cancel };
  }

  cancel(): void {
    this.#set?.cancel();
    this.#set = null;
  }
}
