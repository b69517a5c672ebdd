import type { Clock } from '../../shared/domain/clock.ts';
import { packStatuses } from '../../shared/protocol/packed-statuses.ts';
import type {
  Handshake,
  PackedDelta,
  PackedSnapshot,
  PackedWelcome,
} from '../../shared/protocol/schemas.ts';
import type { Change, LogEntry, LogListener, Message, Told } from '../log/presence-log.ts';
import { RecentChanges } from '../log/recent-changes.ts';
import { DeltaBatcher } from './delta-batcher.ts';
import { Difference, deltaOf, namesVersion } from './frames.ts';

type FeedDependencies = {
  readonly clock: Clock;
  /** Tells everyone who is here. */
  readonly send: (delta: PackedDelta) => void;
  /** Hears each message in its place between the changes. */
  readonly onMessage: (message: Message) => void;
  /** Something was missed that only a new welcome can make good. */
  readonly onMissed: () => void;
};

/** After so many changes what was told is made anew. */
const MOST_NEWS = 100;

/** How much is remembered of what was told; most who come at once were there until the same moment. */
const MOST_JOINED = 4;

/** What somebody is told who comes, so that they know the team at this version. */
type Joined = Pick<PackedWelcome, 'log' | 'version' | 'snapshot' | 'deltas'>;

/** What a client says that it has. */
type Known = Pick<Handshake, 'have' | 'names'>;

/**
 * What a team is told, as it travels: to those who are here, all in the same frames, and to those
 * who come, what they do not have.
 */
export class TeamFeed implements LogListener {
  readonly #clock: Clock;
  readonly #batcher: DeltaBatcher;
  readonly #onMessage: FeedDependencies['onMessage'];
  readonly #onMissed: FeedDependencies['onMissed'];
  #log: string | null = null;
  #team = new Difference();
  #recent = new RecentChanges();
  /** What was told last, by what those who were told had before. */
  readonly #joined = new Map<string, Joined>();
  /** Null until it is asked for, and when names have changed. */
  #names: string | null = null;

  constructor({ clock, send, onMessage, onMissed }: FeedDependencies) {
    this.#clock = clock;
    this.#onMessage = onMessage;
    this.#onMissed = onMissed;
    this.#batcher = new DeltaBatcher(clock, ({ from, changes }) =>
      send(this.#delta(from, changes)),
    );
  }

  onTold({ log, version, members, recent }: Told): void {
    const isFirst = this.#log === null;
    this.#log = log;
    this.#team = new Difference();
    for (const { member, visible } of members) {
      this.#team.add({ kind: 'member-added', member, ...visible });
    }
    this.#recent = new RecentChanges(version - recent.length);
    this.#recent.add(recent);
    this.#names = null;
    this.#joined.clear();
    this.#batcher.drop();
    if (!isFirst) this.#onMissed();
  }

  onChanges(entry: LogEntry): void {
    for (const change of entry.changes) {
      if (change.kind !== 'status') this.#names = null;
      this.#team.add(change);
    }
    this.#recent.add(entry.changes);
    this.#batcher.add(entry);
  }

  onMessage(message: Message): void {
    this.#onMessage(message);
  }

  /**
   * What somebody who comes now has to be told, so that they can follow the frames. Where many come
   * at once, most of it is what the one before was told, and the rest the changes since.
   */
  welcome({ have, names }: Known): Joined {
    const log = this.#log ?? '';
    const since = have?.log === log ? have.version : null;
    const key = `${since ?? ''} ${names ?? ''}`;
    const before = this.#joined.get(key);
    const continued = before === undefined ? null : this.#continued(before);
    if (continued !== null) return continued;
    const missed = since === null ? null : this.#recent.since(since);
    const joined =
      since === null || missed === null
        ? { log, version: this.#recent.version, snapshot: this.snapshot(names) }
        : { log, version: since + missed.length, deltas: this.#deltas(since, missed) };
    this.#remember(key, joined);
    return joined;
  }

  /** The same for somebody who has heard all frames so far. */
  rejoin(): Joined {
    this.#batcher.flush();
    return { log: this.#log ?? '', version: this.#recent.version, deltas: [] };
  }

  /** The whole team as it is now; `names` is the version of the names that the client has. */
  snapshot(names: string | undefined): PackedSnapshot {
    const { members, statuses } = this.#team;
    const version = this.#namesVersion();
    return {
      log: this.#log ?? '',
      version: this.#recent.version,
      names: { version, ...(names === version ? {} : { members: [...members.values()] }) },
      ...packStatuses(statuses.values(), this.#clock.now()),
    };
  }

  /** Nothing is sent any more. */
  close(): void {
    this.#batcher.drop();
  }

  /** What somebody was told before, with what has changed since; null where that is too much. */
  #continued(before: Joined): Joined | null {
    const news = this.#recent.since(before.version);
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

  #remember(key: string, joined: Joined): void {
    this.#joined.delete(key);
    this.#joined.set(key, joined);
    const [oldest] = this.#joined.keys();
    if (this.#joined.size > MOST_JOINED && oldest !== undefined) this.#joined.delete(oldest);
  }

  #namesVersion(): string {
    this.#names ??= namesVersion(this.#team.members.values());
    return this.#names;
  }
}
