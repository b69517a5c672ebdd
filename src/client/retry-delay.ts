const FIRST_MS = 500;
/** Shorter than the grace, so that a server that was restarted has everyone back in time (PR15). */
const LONGEST_MS = 8_000;
/** However long the server asks for. */
const LONGEST_ASKED_MS = 300_000;

/**
 * How long to wait before the next attempt to connect, in milliseconds: doubling from half a
 * second to 8 s, of which the upper half is random, so that the clients of a server that comes
 * back do not all arrive at the same moment.
 *
 * @param failures attempts that failed in a row, 0 right after a connection was lost
 * @param random a number from 0 up to but not including 1
 * @param askedMs what the server asked this client to wait, in milliseconds, as it asks others: it
 *   waits up to twice as long
 */
export function retryDelayMs(failures: number, random: number, askedMs = 0): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  const usualMs = ceiling / 2 + (ceiling / 2) * random;
  return Math.round(Math.max(usualMs, Math.min(askedMs, LONGEST_ASKED_MS) * (1 + random)));
}
