/** Clocks that are set back show again what they showed at most this long ago, in milliseconds. */
const LONGEST_CHANGE_MS = 3 * 3_600_000;

/**
 * When this computer's clock next shows a time of day, later than `now`; both are epoch
 * milliseconds. A time that the day leaves out, where clocks are set forward, comes as much later
 * as they are set.
 */
export function nextTimeOfDay(hour: number, minute: number, now: number): number {
  const at = new Date(now);
  at.setHours(hour, minute, 0, 0);
  if (at.getTime() > now) return at.getTime();
  const again = shownAgain(at);
  if (again !== null && again > now) return again;
  // Both anew: on this day it may have been left out, and have come later.
  at.setDate(at.getDate() + 1);
  at.setHours(hour, minute, 0, 0);
  return at.getTime();
}

/** When the clock shows the same once more because it was set back; null where it does not. */
function shownAgain(at: Date): number | null {
  const after = new Date(at.getTime() + LONGEST_CHANGE_MS);
  const setBackMs = (after.getTimezoneOffset() - at.getTimezoneOffset()) * 60_000;
  const again = new Date(at.getTime() + setBackMs);
  const showsTheSame = again.getHours() === at.getHours() && again.getMinutes() === at.getMinutes();
  return setBackMs > 0 && showsTheSame ? again.getTime() : null;
}
