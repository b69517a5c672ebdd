import type { Clock } from '../../shared/domain/clock.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { Store } from '../store/store.ts';

/** What runs of each team in this process, and has to hear what becomes of its accounts. */
export type LiveTeams = {
  /** Takes over what the store says of the team's members and tokens. */
  reload(teamId: string): Promise<void>;
  /** Ends the sessions whose token is gone; answers how many there were. */
  endRevoked(teamId: string, because: 'signed-out' | 'ended-by-manager'): Promise<number>;
};

export type AccountDependencies = {
  readonly store: Store;
  readonly clock: Clock;
  /** Makes ids that nobody has. */
  readonly ids: () => string;
  readonly teams: LiveTeams;
};

/**
 * Waits until a team has heard of what is in the store for good, and was done with something that
 * works once. Where it cannot be reached that is no refusal, which would say to try again: whoever
 * leads hears of it from the store.
 */
export async function whereReached(telling: Promise<unknown>): Promise<void> {
  try {
    await telling;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'unavailable') throw error;
  }
}
