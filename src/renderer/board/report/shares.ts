import type { StatusDay } from '../../../shared/api/report.ts';
import { STATUSES, type Status } from '../../../shared/domain/status.ts';

export type Share = { readonly status: Status; readonly ms: number; readonly percent: number };

/** How long a member was in each status, over some days. */
export function totalOf(days: readonly StatusDay[]): Omit<StatusDay, 'day'> {
  return days.reduce(
    (sum, day) => ({
      onlineMs: sum.onlineMs + day.onlineMs,
      busyMs: sum.busyMs + day.busyMs,
      offlineMs: sum.offlineMs + day.offlineMs,
    }),
    { onlineMs: 0, busyMs: 0, offlineMs: 0 },
  );
}

/** The parts of what is known, in per cent of all of it; empty where nothing is known. */
export function sharesOf(time: Omit<StatusDay, 'day'>): readonly Share[] {
  const all = time.onlineMs + time.busyMs + time.offlineMs;
  if (all === 0) return [];
  return STATUSES.map((status) => {
    const ms = time[`${status}Ms`];
    return { status, ms, percent: (100 * ms) / all };
  });
}
