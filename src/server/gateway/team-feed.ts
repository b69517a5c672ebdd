import type { Clock } from '../../shared/domain/clock.ts';
import { packStatuses } from '../../shared/protocol/packed-statuses.ts';
import type {
  Handshake,
  PackedDelta,
  PackedSnapshot,
  PackedWelcome,
} from '../../shared/protocol/schemas.ts';
import type { LogEntry, PresenceLog } from '../log/presence-log.ts';
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
  #version = 0;
  /** Null until it is asked for, and when names have changed. */
  #names: string | null = null;
  #unfollow: (() => void) | null = null;

  constructor(teamId: string, { presence, log, clock, send }: FeedDependencies) {
    this.#teamId = teamId;
    this.#log = log;
    this.#clock = clock;
    this.#batcher = new DeltaBatcher(clock, ({ from, changes }) =>
      send(deltaOf(from, changes, clock.now(), () => this.#namesVersion())),
    );
    this.begun = presence.whileStatusesStand(async (seen) => {
      this.#version = await log.head(teamId);
      for (const { member, visible } of seen.values()) {
        this.#team.add({ kind: 'member-added', member, ...visible });
      }
      this.#unfollow = log.follow(teamId, (entry) => this.#follow(entry));
    });
  }

  /** Resolves when it knows the team. */
  readonly begun: Promise<void>;

  /** What somebody who comes now has to be told, so that they can follow the frames. */
  async welcome({
    have,
    names,
  }: Known): Promise<Pick<PackedWelcome, 'version' | 'snapshot' | 'deltas'>> {
    await this.begun;
    const missed =
      have?.log === this.#log.id ? await this.#log.range(this.#teamId, have.version) : null;
    if (have === undefined || missed === null) {
      return { version: this.#version, snapshot: this.#snapshot(names) };
    }
    const { version } = have;
    const delta = () => deltaOf(version, missed, this.#clock.now(), () => this.#namesVersion());
    return { version: version + missed.length, deltas: missed.length === 0 ? [] : [delta()] };
  }

  /** The whole team as it is now; `names` is the version of the names that the client has. */
  async snapshot(names: string | undefined): Promise<PackedSnapshot> {
    await this.begun;
    return this.#snapshot(names);
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
