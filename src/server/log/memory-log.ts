import type { Change, LogListener, PresenceLog } from './presence-log.ts';

type TeamLog = {
  head: number;
  readonly held: Change[];
  readonly listeners: Set<LogListener>;
};

/** The presence log of a single process. It holds the last `limit` changes of each team. */
export class MemoryLog implements PresenceLog {
  readonly id: string;
  readonly #limit: number;
  readonly #teams = new Map<string, TeamLog>();

  constructor(id: string, limit = 5_000) {
    this.id = id;
    this.#limit = limit;
  }

  async append(teamId: string, changes: readonly Change[]): Promise<number> {
    const team = this.#team(teamId);
    if (changes.length === 0) return team.head;
    const from = team.head;
    team.head += changes.length;
    for (const change of changes) team.held.push(change);
    team.held.splice(0, Math.max(0, team.held.length - this.#limit));
    for (const listener of [...team.listeners]) listener({ from, changes });
    return team.head;
  }

  async head(teamId: string): Promise<number> {
    return this.#team(teamId).head;
  }

  async range(teamId: string, from: number): Promise<readonly Change[] | null> {
    const { head, held } = this.#team(teamId);
    const first = head - held.length;
    return from < first || from > head ? null : held.slice(from - first);
  }

  follow(teamId: string, listener: LogListener): () => void {
    const { listeners } = this.#team(teamId);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  #team(teamId: string): TeamLog {
    const known = this.#teams.get(teamId);
    if (known !== undefined) return known;
    const team: TeamLog = { head: 0, held: [], listeners: new Set() };
    this.#teams.set(teamId, team);
    return team;
  }
}
