export const LOCK_POLICIES = ['offline', 'ignore'] as const;
export type LockPolicy = (typeof LOCK_POLICIES)[number];

/** Limits of the inactivity timeout, whole minutes (PR5). */
export const INACTIVITY_TIMEOUT = { min: 1, max: 60, default: 15 } as const;

/** Limits of the hold before a contact goes back to the queue, whole seconds (AS6). */
export const HOLD = { min: 0, max: 3600, default: 60 } as const;

export type TeamSettings = {
  /** Whole minutes without input after which a device no longer counts as present. */
  readonly inactivityTimeoutMinutes: number;
  /** `offline`: a locked device is absent at once; `ignore`: only its idle time decides. */
  readonly lockPolicy: LockPolicy;
  readonly assignOnlyOnline: boolean;
  /** Seconds an unaccepted contact stays with a member who went Offline. */
  readonly holdSeconds: number;
};

/** The settings as they stand in a team, with where the timeout comes from. */
export type StandingSettings = TeamSettings & {
  /** Who set the inactivity timeout and when (epoch milliseconds); null where nobody has. */
  readonly timeoutSetBy: { readonly memberId: string; readonly at: number } | null;
};

export const DEFAULT_SETTINGS: TeamSettings = {
  inactivityTimeoutMinutes: INACTIVITY_TIMEOUT.default,
  lockPolicy: 'offline',
  assignOnlyOnline: true,
  holdSeconds: HOLD.default,
};

/** The team's inactivity timeout in milliseconds. */
export function inactivityTimeoutMs(
  settings: Pick<TeamSettings, 'inactivityTimeoutMinutes'>,
): number {
  return settings.inactivityTimeoutMinutes * 60_000;
}
