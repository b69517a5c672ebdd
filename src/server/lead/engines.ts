import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../shared/domain/clock.ts';
import { Assignment } from '../assignment/assignment.ts';
import type { PresenceLog } from '../log/presence-log.ts';
import { Presence } from '../presence/presence.ts';
import type { PresenceDependencies } from '../presence/team-presence.ts';
import { startRetention } from '../retention/retention.ts';
import type { Store } from '../store/store.ts';
import { Coverage } from '../webhooks/coverage.ts';
import { Dispatcher } from '../webhooks/dispatcher.ts';

export type EngineDependencies = Pick<PresenceDependencies, 'unnoticedMs'> & {
  readonly store: Store;
  readonly log: PresenceLog;
  readonly clock: Clock;
  /** Makes ids that nobody has. */
  readonly ids: () => string;
  readonly logger: FastifyBaseLogger;
  /** Whether webhooks may go to addresses that are not public. */
  readonly allowPrivateWebhooks: boolean;
};

/** Everything that one process at a time does for all teams. */
export class Engines {
  readonly presence: Presence;
  readonly assignment: Assignment;
  readonly #dependencies: EngineDependencies;
  readonly #coverage: Coverage;
  readonly #dispatcher: Dispatcher;
  #endRetention: () => void = () => undefined;

  constructor(dependencies: EngineDependencies) {
    this.#dependencies = dependencies;
    this.presence = new Presence({
      ...dependencies,
      onTeam: (teamId) => {
        this.assignment.open(teamId);
        this.#coverage.follow(teamId);
      },
      onChanges: (teamId) => this.assignment.teamChanged(teamId),
      onSettings: (teamId) => this.assignment.teamChanged(teamId),
      onReload: (teamId) => this.assignment.reload(teamId),
    });
    this.assignment = new Assignment({ ...dependencies, presence: this.presence });
    this.#coverage = new Coverage(dependencies);
    this.#dispatcher = new Dispatcher({
      ...dependencies,
      random: Math.random,
      allowPrivate: dependencies.allowPrivateWebhooks,
    });
  }

  /** Takes over everything from the store, and goes on from there. */
  async start(): Promise<void> {
    const { store, clock } = this.#dependencies;
    await this.presence.start();
    this.#endRetention = startRetention({
      ...this.#dependencies,
      tokensInUse: () => this.presence.tokensInUse(),
    });
    // Whoever had claimed some is gone: nobody else sends them now.
    await store.deliveries.releaseAll(clock.now());
    this.#dispatcher.start();
  }

  /** Waits for what is under way, and keeps what there is to keep. */
  async close(): Promise<void> {
    this.#endRetention();
    await this.assignment.close();
    await this.#coverage.close();
    await this.presence.close();
    await this.#dispatcher.close();
  }
}
