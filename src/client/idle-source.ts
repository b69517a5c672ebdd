import { type ActivitySource, MAX_INT32 } from '../shared/domain/activity.ts';
import type { Clock } from '../shared/domain/clock.ts';

/** What the computer knows about its use. Both may throw where it cannot tell. */
export type SystemActivity = {
  /** Milliseconds since the last input in any application; null where it is not there to tell. */
  idleMs(): number | null;
  locked(): boolean;
  /** Whether locking has to be looked for, because the system does not tell of it by itself. */
  readonly lockIsPolled: boolean;
  /**
   * How long it may tell of no pause before it is doubted, in milliseconds, where it knows of long
   * pauses only and says 0 until then. Left out where it counts each second and can be tested.
   */
  readonly patienceMs?: number;
};

/** The computer's use at one moment: a report without its number, which the connection gives it. */
export type ActivityLevel = {
  readonly idleMs: number;
  readonly locked: boolean;
  readonly source: ActivitySource;
};

/** How far apart looks have to be for a comparison to mean something, in milliseconds. */
const LOOK_APART_MS = 900;
/** Nobody goes on for so long without a pause that a look each second would not see. */
const LOOKS_WITHOUT_GROWTH = 60;
/** How long a source that has proved itself may show no pause before it is tested again. */
const PROOF_LASTS_MS = 15 * 60_000;

/** As often as four looks a minute allow: a locked screen is to show at once (PR14). */
const LOOK_FOR_LOCK_MS = 15_000;
const LOOK_WHILE_TESTING_MS = 1_000;
const LOOK_WHILE_STUCK_MS = 5_000;

type Trust =
  /** Its idle time has been seen to grow, last at `at`: it does count. */
  | { readonly kind: 'proved'; readonly at: number }
  /** Not yet, or not for long: looked at each second, `looks` times so far. */
  | { readonly kind: 'testing'; readonly looks: number }
  /** Its idle time never grows: some systems answer 0 for ever. */
  | { readonly kind: 'stuck' }
  /** It does not tell. */
  | { readonly kind: 'failing' };

export type IdleSourceOptions = {
  readonly system: SystemActivity;
  readonly clock: Clock;
  /** Told when the system begins to fail to tell, with the reason. */
  readonly onFailure: (reason: unknown) => void;
};

/**
 * The last input on this computer. Asks the system, and does not believe it blindly (PR12): an
 * idle time that throws, makes no sense or never grows is none, and input inside Ampel counts
 * instead, until the system is seen to tell the truth again.
 */
export class IdleSource {
  readonly #options: IdleSourceOptions;
  #trust: Trust;
  #compared: { readonly at: number; readonly idleMs: number } | null = null;
  /** The last input that is known of, on the steady scale. */
  #lastInputAt: number;
  /** The last input inside Ampel, on the steady scale. */
  #ownInputAt: number | null = null;
  #locked = false;
  /** Whether the screen was unlocked while the system could not tell. */
  #sawUnlock = false;
  #lockFails = false;

  constructor(options: IdleSourceOptions) {
    this.#options = options;
    this.#lastInputAt = options.clock.steady();
    this.#trust = this.#unprovedTrust(this.#lastInputAt);
  }

  /** Within how many milliseconds it wants to be looked at again, or null where it does not mind. */
  get lookWithinMs(): number | null {
    switch (this.#trust.kind) {
      case 'testing':
        return LOOK_WHILE_TESTING_MS;
      case 'stuck':
        return LOOK_WHILE_STUCK_MS;
      default:
        return this.#options.system.lockIsPolled ? LOOK_FOR_LOCK_MS : null;
    }
  }

  /** Counts as input, whatever the system says: something in Ampel was used just now. */
  noteInput(): void {
    this.#ownInputAt = this.#options.clock.steady();
  }

  level(): ActivityLevel {
    const now = this.#options.clock.steady();
    const locked = this.#readLocked();
    const wasUnlocked = this.#locked && !locked;
    this.#locked = locked;
    const idleMs = this.#readIdle();
    if (idleMs !== null) this.#judge(idleMs, now);
    if (idleMs !== null && this.#isTrusted) {
      this.#lastInputAt = Math.max(now - idleMs, this.#ownInputAt ?? Number.NEGATIVE_INFINITY);
      return { idleMs: toIdle(now - this.#lastInputAt), locked, source: 'system' };
    }
    if (wasUnlocked) {
      // Whoever unlocks the screen is there, but that may be seen late: the system will know better.
      this.#lastInputAt = now;
      this.#sawUnlock = true;
    }
    this.#lastInputAt = Math.max(this.#lastInputAt, this.#ownInputAt ?? this.#lastInputAt);
    return {
      idleMs: toIdle(now - this.#lastInputAt),
      locked,
      source: this.#ownInputAt === null && !this.#sawUnlock ? 'none' : 'app',
    };
  }

  get #isTrusted(): boolean {
    return this.#trust.kind === 'proved' || this.#trust.kind === 'testing';
  }

  /** Only a pause tells a source that counts from one that does not: then its idle time grows. */
  #judge(idleMs: number, now: number): void {
    const before = this.#compared;
    if (before !== null && now - before.at < LOOK_APART_MS) return;
    this.#compared = { at: now, idleMs };
    if (before !== null && idleMs > before.idleMs) {
      this.#trust = { kind: 'proved', at: now };
      return;
    }
    switch (this.#trust.kind) {
      case 'proved':
        this.#doubt(this.#trust.at, now, idleMs);
        return;
      case 'testing':
        if (this.#trust.looks < LOOKS_WITHOUT_GROWTH) {
          this.#trust = { kind: 'testing', looks: this.#trust.looks + 1 };
          return;
        }
        this.#takeForStuck(idleMs, now);
        return;
      case 'failing':
        this.#trust = this.#unprovedTrust(now);
        return;
      case 'stuck':
        return;
    }
  }

  /** What is thought of a system that has not told of a pause yet. */
  #unprovedTrust(now: number): Trust {
    return this.#options.system.patienceMs === undefined
      ? { kind: 'testing', looks: 0 }
      : { kind: 'proved', at: now };
  }

  /** Proved by a pause at `provedAt`; that was perhaps long ago. */
  #doubt(provedAt: number, now: number, idleMs: number): void {
    const { patienceMs } = this.#options.system;
    if (now - provedAt < (patienceMs ?? PROOF_LASTS_MS)) return;
    if (patienceMs === undefined) this.#trust = { kind: 'testing', looks: 0 };
    else this.#takeForStuck(idleMs, now);
  }

  #takeForStuck(idleMs: number, now: number): void {
    this.#distrust('stuck', `its idle time stays at ${idleMs} ms`);
    // From here on it ages, and not from when the test began: that was perhaps one long input.
    this.#lastInputAt = now;
  }

  #readIdle(): number | null {
    try {
      const idleMs = this.#options.system.idleMs();
      if (idleMs === null) {
        this.#lose('failing');
        return null;
      }
      if (!(idleMs >= 0 && idleMs <= MAX_INT32)) {
        throw new RangeError(`the system reports an idle time of ${idleMs} ms`);
      }
      return idleMs;
    } catch (error) {
      this.#distrust('failing', error);
      return null;
    }
  }

  #readLocked(): boolean {
    try {
      const locked = this.#options.system.locked();
      this.#lockFails = false;
      return locked;
    } catch (error) {
      if (!this.#lockFails) this.#options.onFailure(error);
      this.#lockFails = true;
      return false;
    }
  }

  #distrust(kind: 'stuck' | 'failing', reason: unknown): void {
    if (this.#trust.kind === kind) return;
    this.#lose(kind);
    this.#options.onFailure(reason);
  }

  #lose(kind: 'stuck' | 'failing'): void {
    this.#trust = { kind };
    this.#compared = null;
  }
}

function toIdle(ms: number): number {
  return Math.min(Math.max(Math.round(ms), 0), MAX_INT32);
}
