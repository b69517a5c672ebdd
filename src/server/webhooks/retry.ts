const FIRST_MS = 5_000;
const LONGEST_MS = 60 * 60 * 1000;

/** How far a pause may be from its length by chance, as a part of it. */
const JITTER = 0.2;

/** How often a delivery is tried again: with these pauses for a day. */
export const MAX_RETRIES = 33;

/**
 * How long to wait before a delivery is tried again, in milliseconds: doubling from 5 s to an hour,
 * each up to a fifth shorter or longer, so that what failed together does not come back together.
 * Null where it is given up.
 *
 * @param attempts how often it was tried, at least once
 * @param random a number from 0 up to but not including 1
 */
export function retryPauseMs(attempts: number, random: number): number | null {
  if (attempts > MAX_RETRIES) return null;
  const pause = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));
  return Math.round(pause * (1 - JITTER + 2 * JITTER * random));
}
