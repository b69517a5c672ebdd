import type { Status } from '../../shared/domain/status.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { logUnexpected } from '../log-unexpected.ts';
import { type PresenceDependencies, TeamPresence } from './team-presence.ts';

type Dependencies = PresenceDependencies & {
  /** Hears of each team that this process serves from now on, before anybody is there. */
  readonly onTeam: (teamId: string) => void;
};

/** The presence of all teams. */
export class Presence {
  readonly #dependencies: Dependencies;
  readonly #teams = new Map<string, TeamPresence>();
  readonly #opening = new Map<string, Promise<TeamPresence>>();
  #unsubscribe: (() => void) | null = null;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Takes up every team of the store, and from then on what other processes change about them and
   * the teams that they create.
   */
  async start(): Promise<void> {
    const { store, logger } = this.#dependencies;
    this.#unsubscribe = store.onExternalChange(() => {
      for (const [teamId, team] of this.#teams) {
        team.reload().catch((error: unknown) => {
          logUnexpected(logger, error, 'could not take over what changed in the store', { teamId });
        });
      }
      this.#openAll().catch((error: unknown) => {
        logUnexpected(logger, error, 'could not look for new teams in the store');
      });
    });
    await this.#openAll();
  }

  /** @throws Refusal `not-found` */
  team(teamId: string): TeamPresence {
    const team = this.#teams.get(teamId);
    if (team === undefined) throw new Refusal('not-found', 'There is no such team.');
    return team;
  }

  /** A team, which another process may have created a moment ago. @throws Refusal `not-found` */
  async open(teamId: string): Promise<TeamPresence> {
    const known = this.#teams.get(teamId);
    if (known !== undefined) return known;
    const underWay = this.#opening.get(teamId);
    if (underWay !== undefined) return underWay;
    const opening = this.#takeUp(teamId).finally(() => this.#opening.delete(teamId));
    this.#opening.set(teamId, opening);
    return opening;
  }

  /** Takes over what the store says of a team. @throws Refusal `not-found` */
  async reload(teamId: string): Promise<void> {
    await (await this.open(teamId)).reload();
  }

  /** {@link TeamPresence.endRevoked} @throws Refusal `not-found` */
  async endRevoked(teamId: string, because: 'signed-out' | 'ended-by-manager'): Promise<number> {
    return (await this.open(teamId)).endRevoked(because);
  }

  /** The hashes of the tokens that devices are connected with now. */
  tokensInUse(): ReadonlySet<string> {
    return new Set([...this.#teams.values()].flatMap((team) => team.tokensInUse()));
  }

  /** How many members are in each status. */
  count(): Readonly<Record<Status, number>> {
    const members = { online: 0, busy: 0, offline: 0 };
    for (const team of this.#teams.values()) {
      for (const status of team.statuses()) members[status] += 1;
    }
    return members;
  }

  async close(): Promise<void> {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    await Promise.allSettled(this.#opening.values());
    await Promise.all([...this.#teams.values()].map((team) => team.close()));
  }

  async #openAll(): Promise<void> {
    for (const { teamId } of await this.#dependencies.store.teams()) await this.open(teamId);
  }

  async #takeUp(teamId: string): Promise<TeamPresence> {
    const team = new TeamPresence(teamId, this.#dependencies);
    await team.reload();
    this.#teams.set(teamId, team);
    this.#dependencies.onTeam(teamId);
    return team;
  }
}
