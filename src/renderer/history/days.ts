import type { HistoryInterval } from '../../shared/protocol/schemas.ts';
import { startOfDay } from '../../shared/time/moment.ts';

export type HistoryDay = {
  /** The start of the day (epoch milliseconds). */
  readonly day: number;
  readonly intervals: readonly HistoryInterval[];
};

/** Intervals by the day on which they began, in their order. */
export function byDay(intervals: readonly HistoryInterval[]): readonly HistoryDay[] {
  return [...Map.groupBy(intervals, ({ from }) => startOfDay(from))].map(([day, ofDay]) => ({
    day,
    intervals: ofDay,
  }));
}
