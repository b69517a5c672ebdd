import { parseTime, type Time } from '@internationalized/date';
import type { QuietHours } from '../../../shared/bridge/view.ts';

/** What quiet hours are when they are switched on: from the evening to the morning. */
export const FIRST_QUIET_HOURS: QuietHours = { from: '18:00', to: '08:00' };

/** Quiet hours as they are entered; null where a field is not complete. */
export type EnteredHours = { readonly from: Time | null; readonly to: Time | null };

export function entryOf({ from, to }: QuietHours): EnteredHours {
  return { from: parseTime(from), to: parseTime(to) };
}

/** The quiet hours that were entered, or null where they are not complete. */
export function hoursOf({ from, to }: EnteredHours): QuietHours | null {
  return from === null || to === null ? null : { from: timeOf(from), to: timeOf(to) };
}

/** Whether they end on another day than they begin on. */
export function endsNextDay({ from, to }: QuietHours): boolean {
  return to <= from;
}

function timeOf(time: Time): string {
  return time.toString().slice(0, 'HH:MM'.length);
}
