import { Refusal } from '../../shared/protocol/errors.ts';
import type { Message, PresenceLog } from '../log/presence-log.ts';
import { logUnexpected } from '../log-unexpected.ts';
import type { Presence } from '../presence/presence.ts';
import {
  type AssignmentDependencies,
  type ContactAudience,
  TeamAssignment,
} from './team-assignment.ts';

type Dependencies = Omit<AssignmentDependencies, 'audience'> & {
  readonly presence: Presence;
  readonly log: PresenceLog;
};

/** The contacts of all teams. */
export class Assignment {
  readonly #dependencies: Dependencies;
  readonly #teams = new Map<string, TeamAssignment>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Serves the queue of a team whose presence is known by now, from now on. */
  open(teamId: string): void {
    const { presence, ...dependencies } = this.#dependencies;
    const audience = this.#audienceOf(teamId);
    const team = new TeamAssignment(teamId, presence.team(teamId), { ...dependencies, audience });
    this.#teams.set(teamId, team);
    team.serve();
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

  /** The same where the store may say something else than before. */
  reload(teamId: string): void {
    this.#teams.get(teamId)?.reload();
  }

  /** Waits for what is under way; to be called before presence ends. */
  async close(): Promise<void> {
    await Promise.all([...this.#teams.values()].map((team) => team.stop()));
  }

  #audienceOf(teamId: string): ContactAudience {
    const { log, logger } = this.#dependencies;
    const tell = (message: Message): void => {
      log.tell(teamId, message).catch((error: unknown) => {
        // Whoever leads after this begins with a welcome for everyone, which has all contacts.
        logUnexpected(logger, error, 'what became of contacts could not be told', { teamId });
      });
    };
    return {
      tellContact: (memberIds, event) => tell({ kind: 'contact', memberIds, event }),
      tellQueue: (queue) => tell({ kind: 'queue', queue }),
    };
  }
}
