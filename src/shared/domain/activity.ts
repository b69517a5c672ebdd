/** Where a device's knowledge of input comes from (PR12). */
export const ACTIVITY_SOURCES = ['system', 'app', 'none'] as const;
export type ActivitySource = (typeof ACTIVITY_SOURCES)[number];

/** The largest `seq` and `idleMs` on the wire: both fit a signed 32-bit integer. */
export const MAX_INT32 = 2 ** 31 - 1;

/** Level state of a device: the whole truth at one moment, never an edge (PR4). */
export type Activity = {
  /** Counts the reports of one session; an older one is ignored. */
  readonly seq: number;
  /** Milliseconds since the last input anywhere on the computer. */
  readonly idleMs: number;
  readonly locked: boolean;
  readonly source: ActivitySource;
};

/** The longest a device may stay silent between two reports, in milliseconds (PR4). */
export function refreshIntervalMs(inactivityTimeoutMs: number): number {
  return Math.min(inactivityTimeoutMs / 2, 30_000);
}

/**
 * How long before inactivity turns someone Offline they are warned, in milliseconds: a minute, or a
 * quarter of a timeout under 4 minutes (PR13).
 */
export function warningLeadMs(inactivityTimeoutMs: number): number {
  return Math.min(inactivityTimeoutMs / 4, 60_000);
}
