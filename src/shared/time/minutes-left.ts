import type { Clock } from '../domain/clock.ts';

const MINUTE_MS = 60_000;

/** The minutes from `now` until `until` (both epoch milliseconds), a begun one counted whole. */
export function minutesLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / MINUTE_MS));
}

/**
 * Calls `wake` whenever {@link minutesLeft} of `until` has become less, at the end for the last
 * time; the answer stops it.
 */
export function onEachMinuteLess(
  until: number,
  clock: Pick<Clock, 'now' | 'after'>,
  wake: () => void,
): () => void {
  let cancel: () => void = () => undefined;
  function wait(): void {
    const left = until - clock.now();
    if (left <= 0) return;
    // At most a minute, so that a computer that slept or whose clock was set is soon right again.
    cancel = clock.after(left % MINUTE_MS || MINUTE_MS, () => {
      wait();
      wake();
    });
  }
  wait();
  return () => cancel();
}
