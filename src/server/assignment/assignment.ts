import { Refusal } from '../../shared/protocol/errors.ts';
import type { PresenceLog } from '../log/presence-log.ts';
import type { Presence } from '../presence/presence.ts';
import { type AssignmentDependencies, TeamAssignment } from './team-assignment.ts';

type Dependencies = AssignmentDependencies & {
  readonly presence: Presence;
  readonly log: PresenceLog;
};

/** The contacts of all teams this process serves. */
export class Assignment {
  readonly #dependencies: Dependencies;
  readonly #teams = new Map<string, TeamAssignment>();
  readonly #subscriptions: (() => void)[] = [];

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Serves the queue of a team whose presence is known by now, from now on. */
  open(teamId: string): void {
    const { presence, log } = this.#dependencies;
    const team = new TeamAssignment(teamId, presence.team(teamId), this.#dependencies);
    this.#teams.set(teamId, team);
    this.#subscriptions.push(log.follow(teamId, () => team.serve()));
    team.serve();
  }

  /** From now on hears what other processes change about teams. */
  start(): void {
    this.#subscriptions.push(
      this.#dependencies.store.onExternalChange(() => {
        for (const team of this.#teams.values()) team.serve();
      }),
    );
  }

  /** @throws Refusal `not-found` */
  team(teamId: string): TeamAssignment {
    const team = this.#teams.get(teamId);
    if (team === undefined) throw new Refusal('not-found', 'There is no such team.');
    return team;
  }

  /** Something about the team, its settings or its members has been changed that contacts may depend on (AS5). */
  teamChanged(teamId: string): void {
    this.#teams.get(teamId)?.serve();
  }

  /** Waits for what is under way; to be called before presence ends. */
  async close(): Promise<void> {
    for (const unsubscribe of this.#subscriptions.splice(0)) unsubscribe();
    await Promise.all([...this.#teams.values()].map((team) => team.stop()));
  }
}
