import type {
  Change,
  LogListener,
  Message,
  PresenceLog,
  Told,
  ToldMember,
} from './presence-log.ts';
import { RecentChanges } from './recent-changes.ts';
import { note } from './told-members.ts';

type TeamLog = {
  readonly recent: RecentChanges;
  readonly members: Map<string, ToldMember>;
  readonly listeners: Set<LogListener>;
};

/** The presence log of a single process. Followers hear of everything before it is answered. */
export class MemoryLog implements PresenceLog {
  readonly id: string;
  readonly #limit: number | undefined;
  readonly #teams = new Map<string, TeamLog>();

  /** `limit` is how many changes of each team are held. */
  constructor(id: string, limit?: number) {
    this.id = id;
    this.#limit = limit;
  }

  async told(teamId: string): Promise<Told> {
    return this.#told(teamId);
  }

  async append(teamId: string, changes: readonly Change[]): Promise<number> {
    const { recent, members, listeners } = this.#team(teamId);
    if (changes.length === 0) return recent.version;
    const from = recent.version;
    recent.add(changes);
    for (const change of changes) note(members, change);
    for (const listener of [...listeners]) listener.onChanges({ from, changes });
    return from + changes.length;
  }

  async tell(teamId: string, message: Message): Promise<void> {
    for (const listener of [...this.#team(teamId).listeners]) listener.onMessage(message);
  }

  async follow(teamId: string, listener: LogListener): Promise<() => void> {
    const { listeners } = this.#team(teamId);
    listener.onTold(this.#told(teamId));
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  #told(teamId: string): Told {
    const { recent, members } = this.#team(teamId);
    return {
      log: this.id,
      version: recent.version,
      members: [...members.values()],
      recent: recent.all,
    };
  }

  #team(teamId: string): TeamLog {
    const known = this.#teams.get(teamId);
    if (known !== undefined) return known;
    const team: TeamLog = {
      recent: new RecentChanges(0, this.#limit),
      members: new Map(),
      listeners: new Set(),
    };
    this.#teams.set(teamId, team);
    return team;
  }
}
