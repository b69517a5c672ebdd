import type { LiveTeams } from '../accounts/accounts.ts';
import type { PresenceLog } from '../log/presence-log.ts';
import type { Engines } from './engines.ts';
import type { Lead } from './lead.ts';
import type { Perform } from './route-call.ts';

/** How this process takes part in deciding: it leads, or reaches whoever does. */
export interface Leadership extends LiveTeams {
  readonly lead: Lead;
  readonly log: PresenceLog;
  /** Whether this process leads and can say how all teams stand. */
  readonly isLeading: boolean;
  /** What decides. @throws Refusal `unavailable` where another process leads */
  engines(): Engines;
  /** Performs routes at whoever leads; null where this process does. */
  elsewhere(): Perform | null;
  /** Resolves when what has become of the team's members so far is in the store. @throws Refusal `unavailable` */
  saved(teamId: string): Promise<void>;
  /** Takes part from now on; `perform` performs routes for others while this process leads. */
  start(perform: Perform): Promise<void>;
  /** @throws where nobody can decide anything at the moment */
  check(): Promise<void>;
  /** Waits for what is under way; to be called when no connections are left. */
  close(): Promise<void>;
}
