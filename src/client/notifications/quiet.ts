import type { Status } from '../../shared/domain/status.ts';
import { quietHoursEnd } from '../../shared/time/quiet-hours.ts';
import type { Wishes } from './wishes.ts';

/** Whether nothing of the team is to notify now (NO4). `now` is in epoch milliseconds. */
export function isQuiet(wishes: Wishes, ownStatus: Status | undefined, now: number): boolean {
  if (wishes.quietWhileBusy && ownStatus === 'busy') return true;
  return wishes.quietHours !== null && quietHoursEnd(wishes.quietHours, now) !== null;
}
