/** Time as behaviour sees it; tests put a clock of their own here. */
export type Clock = {
  /** Epoch milliseconds. Jumps where somebody, or the network, sets the computer's time. */
  now(): number;
  /**
   * Milliseconds since some moment in the past, never set and never going back: what durations are
   * measured with. It may stand still while the computer sleeps.
   */
  steady(): number;
  /** Runs `task` once when `delayMs` have passed; the answer takes it back. */
  after(delayMs: number, task: () => void): () => void;
};

/** One moment on both of a clock's scales, in milliseconds. */
export type Moment = { readonly epoch: number; readonly steady: number };

export function momentOf(clock: Clock): Moment {
  return { epoch: clock.now(), steady: clock.steady() };
}

/** The epoch milliseconds of a moment on the steady scale, as seen from `now`. */
export function epochOf(steady: number, now: Moment): number {
  return Math.round(now.epoch + steady - now.steady);
}

/** The moment on the steady scale of epoch milliseconds, as seen from `now`. */
export function steadyOf(epoch: number, now: Moment): number {
  return now.steady + epoch - now.epoch;
}
