import type { Delta, Snapshot } from '../shared/protocol/schemas.ts';
import type { Result } from './client-problem.ts';
import { applyDelta, type Replica, replicaOf } from './replica.ts';

/** The whole state mends a gap; changes that still do not join it after so many are wrong. */
const MOST_RESYNCS = 3;

export type ReplicaFeedOptions = {
  /** What is known live, or null. */
  readonly replica: () => Replica | null;
  /** Takes what is known from now on. */
  readonly update: (replica: Replica) => void;
  /** Asks for the whole state. */
  readonly fetch: () => Promise<Result<{ snapshot: Snapshot }>>;
  /** The whole state cannot be had; `code` says why. */
  readonly onUnmended: (code: string) => void;
  /** The whole state does not fit together, or changes do not join it. */
  readonly onMisfit: () => void;
};

/** Follows a team from change to change, and over gaps by the whole state (PR9). */
export class ReplicaFeed {
  readonly #options: ReplicaFeedOptions;
  /** How often the whole state was asked for since a change last joined what was there. */
  #resyncs = 0;
  /** Changes that came while the whole state was asked for; null where it is not. */
  #held: Delta[] | null = null;

  constructor(options: ReplicaFeedOptions) {
    this.#options = options;
  }

  /** A new connection has told where the team is. */
  welcomed(): void {
    this.#resyncs = 0;
  }

  /** The team is further than what is known, though nothing came that says how. */
  missed(): void {
    if (this.#held === null) this.#mendGap([]);
  }

  take(delta: Delta): void {
    const replica = this.#options.replica();
    if (replica === null) return;
    if (this.#held !== null) {
      this.#held.push(delta);
      return;
    }
    const applied = applyDelta(replica, delta);
    if (applied.kind === 'gap') {
      this.#mendGap([delta]);
      return;
    }
    this.#resyncs = 0;
    this.#options.update(applied.replica);
  }

  #mendGap(held: Delta[]): void {
    this.#resyncs += 1;
    if (this.#resyncs > MOST_RESYNCS) {
      this.#options.onMisfit();
      return;
    }
    this.#held = held;
    void this.#resync();
  }

  async #resync(): Promise<void> {
    const result = await this.#options.fetch();
    const held = this.#held ?? [];
    this.#held = null;
    if (!result.ok) {
      this.#options.onUnmended(result.problem.code);
      return;
    }
    const replica = replicaOf(result.value.snapshot, this.#options.replica()?.names ?? null);
    if (replica === null) {
      this.#options.onMisfit();
      return;
    }
    this.#options.update(replica);
    // The answer may be older than changes that came before it.
    for (const delta of held) this.take(delta);
  }
}
