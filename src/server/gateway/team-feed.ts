import type { Clock } from '../../shared/domain/clock.ts';
import { packStatuses } from '../../shared/protocol/packed-statuses.ts';
import type {
  Handshake,
  PackedDelta,
  PackedSnapshot,
  PackedWelcome,
} from '../../shared/protocol/schemas.ts';
import type { Change, LogEntry, PresenceLog } from '../log/presence-log.ts';
import type { TeamPresence } from '../presence/team-presence.ts';
import { DeltaBatcher } from './delta-batcher.ts';
import { Difference, deltaOf, namesVersion } from './frames.ts';

type FeedDependencies = {
  readonly presence: Pick<TeamPresence, 'whileStatusesStand'>;
  readonly log: PresenceLog;
  readonly clock: Clock;
  /** Tells everyone who is here. */
  readonly send: (delta: PackedDelta) => void;
};

/** After so many changes what was told is made anew. */
const MOST_NEWS = 100;

/** How much is remembered of what was told; most who come at once were there until the same moment. */
const MOST_TOLD = 4;

/** What somebody is told who comes, so that they know the team at this version. */
type Told = Pick<PackedWelcome, 'version' | 'snapshot' | 'deltas'>;

/** What a client says that it has. */
type Known = Pick<Handshake, 'have' | 'names'>;

/**
 * What a team is told, as it travels: to those who are here, all in the same frames, and to those
 * who come, what they do not have.
 */
export class TeamFeed {
  readonly #teamId: string;
  readonly #log: PresenceLog;
  readonly #clock: Clock;
  readonly #batcher: DeltaBatcher;
  readonly #team = new Difference();
  /** What was told last, by what those who were told had before. */
  readonly #told = new Map<string | number, Told>();
  #version = 0;
  /** Null until it is asked for, and when names have changed. */
  #names: string | null = null;
  #unfollow: (() => void) | null = null;

  constructor(teamId: string, { presence, log, clock, send }: FeedDependencies) {
    this.#teamId = teamId;
    this.#log = log;
    this.#clock = clock;
    this.#batcher = new DeltaBatcher(clock, ({ from, changes }) =>
      send(this.#delta(from, changes)),
    );
    this.begun = presence.whileStatusesStand(async (seen) => {
      this.#version = await log.head(teamId);
      for (const { member, visible } of seen.values()) {
        this.#team.add({ kind: 'member-added', member, ...visible });
      }
      this.#unfollow = log.follow(teamId, (entry) => this.#follow(entry));
    });
    // Whoever comes hears of it.
    this.begun.catch(() => undefined);
  }

  /** Resolves when it knows the team. */
  readonly begun: Promise<void>;

  /**
   * What somebody who comes now has to be told, so that they can follow the frames. Where many come
   * at once, most of it is what the one before was told, and the rest the changes since.
   */
  async welcome({ have, names }: Known): Promise<Told> {
    await this.begun;
    const since = have?.log === this.#log.id ? have.version : null;
    const key = since ?? `names ${names ?? ''}`;
    const before = this.#told.get(key);
    const continued = before === undefined ? null : await this.#continued(before);
    if (continued !== null) return continued;
    const missed = since === null ? null : await this.#log.range(this.#teamId, since);
    const told =
      since === null || missed === null
        ? { version: this.#version, snapshot: this.#snapshot(names) }
        : { version: since + missed.length, deltas: this.#deltas(since, missed) };
    this.#remember(key, told);
    return told;
  }

  /** The whole team as it is now; `names` is the version of the names that the client has. */
  async snapshot(names: string | undefined): Promise<PackedSnapshot> {
    await this.begun;
    return this.#snapshot(names);
  }

  /** A frame without a change, from which whoever has missed one sees that they have. */
  nothingNew(): PackedDelta {
    return this.#delta(this.#version, []);
  }

  close(): void {
    this.#unfollow?.();
    this.#batcher.close();
  }

  #follow(entry: LogEntry): void {
    for (const change of entry.changes) {
      if (change.kind !== 'status') this.#names = null;
      this.#team.add(change);
    }
    this.#version = entry.from + entry.changes.length;
    this.#batcher.add(entry);
  }

  /** What somebody was told before, with what has changed since; null where that is too much. */
  async #continued(before: Told): Promise<Told | null> {
    const news = await this.#log.range(this.#teamId, before.version);
    if (news === null || news.length > MOST_NEWS) return null;
    if (news.length === 0) return before;
    const { version, deltas = [] } = before;
    return {
      ...before,
      version: version + news.length,
      deltas: [...deltas, ...this.#deltas(version, news)],
    };
  }

  #deltas(from: number, changes: readonly Change[]): PackedDelta[] {
    return changes.length === 0 ? [] : [this.#delta(from, changes)];
  }

  #delta(from: number, changes: readonly Change[]): PackedDelta {
    return deltaOf(from, changes, this.#clock.now(), () => this.#namesVersion());
  }

  #remember(key: string | number, told: Told): void {
    this.#told.delete(key);
    this.#told.set(key, told);
    const [oldest] = this.#told.keys();
    if (this.#told.size > MOST_TOLD && oldest !== undefined) this.#told.delete(oldest);
  }

  #snapshot(names: string | undefined): PackedSnapshot {
    const { members, statuses } = this.#team;
    const version = this.#namesVersion();
    return {
      log: this.#log.id,
      version: this.#version,
      names: { version, ...(names === version ? {} : { members: [...members.values()] }) },
      ...packStatuses(statuses.values(), this.#clock.now()),
    };
  }

  #namesVersion(): string {
    this.#names ??= namesVersion(this.#team.members.values());
    return this.#names;
  }
}
