import type { QuietHours } from '../../shared/bridge/view.ts';
import { quietHoursEnd } from '../../shared/time/quiet-hours.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Long enough for the start and the sign-in to be over. */
const FIRST_LOOK_MS = 3 * MINUTE_MS;
const LOOK_INTERVAL_MS = 4 * HOUR_MS;
/** A computer that was offline at a look does not wait for hours once it is back. */
const RETRY_MS = 30 * MINUTE_MS;
const ASK_INTERVAL_MS = 24 * HOUR_MS;

/**
 * How long until the next look for a newer version, in milliseconds: spread by a fifth in both
 * directions, so that not all computers of a team ask at once (UP1).
 *
 * @param random from 0 to 1
 */
export function untilNextLook(last: 'none' | 'answered' | 'failed', random: number): number {
  const base = { none: FIRST_LOOK_MS, answered: LOOK_INTERVAL_MS, failed: RETRY_MS }[last];
  return Math.round(base * (0.8 + 0.4 * random));
}

/** What keeps the question for a restart waiting. Times are epoch milliseconds. */
export type AskingRules = {
  /** When the member was last asked, or null. */
  readonly askedAt: number | null;
  /** When the timed Busy ends that the member has chosen, or null without one. */
  readonly busyUntil: number | null;
  readonly quietHours: QuietHours | null;
};

/**
 * The earliest moment from `now` on at which the member may be asked to restart (UP3), or null
 * where quiet hours never end.
 */
export function whenToAsk(now: number, rules: AskingRules): number | null {
  const { askedAt, busyUntil, quietHours } = rules;
  // A computer whose time was set back has not been asked in the future.
  const asked = askedAt === null || askedAt > now ? Number.NEGATIVE_INFINITY : askedAt;
  const at = Math.max(now, asked + ASK_INTERVAL_MS, busyUntil ?? Number.NEGATIVE_INFINITY);
  if (quietHours === null) return at;
  const quietUntil = quietHoursEnd(quietHours, at);
  if (quietUntil === null) return at;
  return quietHoursEnd(quietHours, quietUntil) === null ? quietUntil : null;
}
