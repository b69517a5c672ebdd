import type { QuietHours } from '../../shared/bridge/view.ts';
import type { Status } from '../../shared/domain/status.ts';
import type { Wishes } from './wishes.ts';

/** Whether nothing of the team is to notify now (NO4). `now` is in epoch milliseconds. */
export function isQuiet(wishes: Wishes, ownStatus: Status | undefined, now: number): boolean {
  if (wishes.quietWhileBusy && ownStatus === 'busy') return true;
  return wishes.quietHours !== null && isWithin(wishes.quietHours, now);
}

/** When quiet hours that last at `now` end; both are epoch milliseconds. */
export function quietHoursEnd({ to }: QuietHours, now: number): number {
  const [hours = 0, minutes = 0] = to.split(':').map(Number);
  const end = new Date(now);
  end.setHours(hours, minutes, 0, 0);
  if (end.getTime() <= now) end.setDate(end.getDate() + 1);
  return end.getTime();
}

/** Compares times of day as a wall clock shows them, so that days of 23 or 25 hours need no care. */
function isWithin({ from, to }: QuietHours, now: number): boolean {
  const time = timeOfDay(new Date(now));
  return from < to ? from <= time && time < to : from <= time || time < to;
}

/** As `HH:MM`, in local time. */
function timeOfDay(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}
