import type { QuietHours } from '../bridge/view.ts';
import { nextTimeOfDay } from '../domain/time-of-day.ts';

/**
 * When the quiet hours end that `now` lies in, or null where it lies in none; both are epoch
 * milliseconds. Times of day are those of this computer's wall clock. Hours that begin when they
 * end last all day.
 */
export function quietHoursEnd({ from, to }: QuietHours, now: number): number | null {
  const time = timeOfDay(new Date(now));
  const isQuiet = from < to ? from <= time && time < to : from <= time || time < to;
  if (!isQuiet) return null;
  const [hours = 0, minutes = 0] = to.split(':').map(Number);
  return nextTimeOfDay(hours, minutes, now);
}

/** As `HH:MM`, in local time. */
function timeOfDay(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}
