import type { Change } from './presence-log.ts';

/** How many of a team's last changes are held for those who come back, at least. */
export const RECENT_CHANGES = 5_000;

/** The last changes of a team, up to its version. */
export class RecentChanges {
  readonly #limit: number;
  readonly #held: Change[] = [];
  #version: number;

  constructor(version = 0, limit = RECENT_CHANGES) {
    this.#version = version;
    this.#limit = limit;
  }

  /** The version of the last change. */
  get version(): number {
    return this.#version;
  }

  get all(): readonly Change[] {
    return this.#held.slice(-this.#limit);
  }

  add(changes: readonly Change[]): void {
    for (const change of changes) this.#held.push(change);
    this.#version += changes.length;
    // Not each time, as all that stay have to move.
    if (this.#held.length > 2 * this.#limit) this.#held.splice(0, this.#held.length - this.#limit);
  }

  /** The changes after a version, or null where they are not (or no longer) held. */
  since(version: number): readonly Change[] | null {
    const missing = this.#version - version;
    if (missing < 0 || missing > Math.min(this.#held.length, this.#limit)) return null;
    return missing === 0 ? [] : this.#held.slice(-missing);
  }
}
