import type { Status } from '../../shared/domain/status.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { type PresenceDependencies, TeamPresence } from './team-presence.ts';

/** The presence of all teams this process serves. */
export class Presence {
  readonly #dependencies: PresenceDependencies;
  readonly #teams = new Map<string, TeamPresence>();
  #unsubscribe: (() => void) | null = null;

  constructor(dependencies: PresenceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Takes up the given teams and from then on what other processes change about them. */
  async start(teamIds: readonly string[]): Promise<void> {
    const { store, logger } = this.#dependencies;
    for (const teamId of teamIds) {
      const team = new TeamPresence(teamId, this.#dependencies);
      this.#teams.set(teamId, team);
      await team.reload();
    }
    this.#unsubscribe = store.onExternalChange(() => {
      for (const [teamId, team] of this.#teams) {
        team.reload().catch((error: unknown) => {
          logger.error({ err: error, teamId }, 'could not take over what changed in the store');
        });
      }
    });
  }

  /** @throws Refusal `not-found` */
  team(teamId: string): TeamPresence {
    const team = this.#teams.get(teamId);
    if (team === undefined) throw new Refusal('not-found', 'There is no such team.');
    return team;
  }

  /** Takes over what the store says of a team. @throws Refusal `not-found` */
  reload(teamId: string): Promise<void> {
    return this.team(teamId).reload();
  }

  /** {@link TeamPresence.endRevoked} @throws Refusal `not-found` */
  endRevoked(teamId: string, because: 'signed-out' | 'ended-by-manager'): Promise<number> {
    return this.team(teamId).endRevoked(because);
  }

  /** How many connections there are, and how many members in each status. */
  count(): { readonly sessions: number; readonly members: Readonly<Record<Status, number>> } {
    let sessions = 0;
    const members = { online: 0, busy: 0, offline: 0 };
    for (const team of this.#teams.values()) {
      sessions += team.sessionCount;
      for (const status of team.statuses()) members[status] += 1;
    }
    return { sessions, members };
  }

  async close(): Promise<void> {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    await Promise.all([...this.#teams.values()].map((team) => team.close()));
  }
}
