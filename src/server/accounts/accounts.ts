import type { Clock } from '../../shared/domain/clock.ts';
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
