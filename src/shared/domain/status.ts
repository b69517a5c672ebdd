/** What a member can pick (PR1: `offline` is not among them, and nothing else can express it). */
export const CHOICES = ['online', 'busy'] as const;
export type Choice = (typeof CHOICES)[number];

/** What everyone sees. Derived from choice and devices, never stored as truth (PR2). */
export const STATUSES = ['online', 'busy', 'offline'] as const;
export type Status = (typeof STATUSES)[number];

/** Why a member's status is what it is (PR11). */
export const CAUSES = [
  'chosen',
  'timer',
  'inactivity',
  'locked',
  'suspended',
  'returned',
  'signed-in',
  'signed-out',
  'connection-lost',
  'ended-by-manager',
  'policy',
] as const;
export type Cause = (typeof CAUSES)[number];

/** The state of one member as the team sees it. Times are epoch milliseconds. */
export type MemberStatus = {
  readonly status: Status;
  /** When the member entered this status. */
  readonly since: number;
  readonly cause: Cause;
  /** When a timed choice ends by itself; absent where it does not. */
  readonly until?: number;
  readonly note?: string;
};
