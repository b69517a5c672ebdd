import { type Clock, momentOf } from '../../shared/domain/clock.ts';
import type { TeamNotice } from './notice.ts';
import { consider, type Memory } from './policy.ts';
import type { Sight } from './sight.ts';
import type { Wishes } from './wishes.ts';

export type TeamWatchOptions = {
  readonly clock: Clock;
  readonly sight: () => Sight;
  readonly wishes: () => Wishes;
  readonly tell: (notice: TeamNotice) => void;
};

/** Looks at the team for what is worth a notification, and when something is due by itself. */
export class TeamWatch {
  readonly #options: TeamWatchOptions;
  #memory: Memory = null;
  #cancelWake: () => void = () => undefined;

  constructor(options: TeamWatchOptions) {
    this.#options = options;
  }

  /** To be called whenever the team, the connection or a wish may have changed. */
  look(): void {
    const { clock, sight, wishes, tell } = this.#options;
    const at = momentOf(clock);
    const considered = consider(this.#memory, { at, sight: sight(), wishes: wishes() });
    this.#memory = considered.memory;
    this.#cancelWake();
    this.#cancelWake =
      considered.wakeAt === null
        ? () => undefined
        : clock.after(Math.max(0, considered.wakeAt - at.steady), () => this.look());
    for (const notice of considered.notices) tell(notice);
  }
}
