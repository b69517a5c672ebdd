import type { BusyDuration } from '../domain/busy-duration.ts';

/** How long, as menus call it: the key of a text, and the number that goes into it. */
export const BUSY_LABELS = {
  open: { key: 'busy.untilChanged', count: 0 },
  '30-minutes': { key: 'busy.minutes', count: 30 },
  '1-hour': { key: 'busy.hours', count: 1 },
  '2-hours': { key: 'busy.hours', count: 2 },
  tomorrow: { key: 'busy.tomorrow', count: 0 },
} as const satisfies Record<BusyDuration, { readonly key: string; readonly count: number }>;
