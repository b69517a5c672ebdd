import type { FastifyBaseLogger } from 'fastify';
import { type Clock, epochOf, momentOf } from '../../shared/domain/clock.ts';
import { logUnexpected } from '../log-unexpected.ts';
import type { StatusEntry, Store, StoredDevice } from '../store/store.ts';
import type { MemberState } from './member-state.ts';
import { Turns } from './turns.ts';

/** The shortest pause between two writes, in milliseconds. */
const PAUSE_MS = 200;

/** The pause after a write that failed, in milliseconds. */
const PAUSE_AFTER_FAILURE_MS = 10_000;

type CheckpointDependencies = {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
};

/**
 * Keeps a team's presence on disk (PR15, TR6). What comes alone is written at once, a storm in one
 * transaction each pause. Nobody waits for it: presence goes on even where a disk is full, and what
 * could not be written is tried again with what comes next.
 */
export class Checkpoint {
  readonly #dependencies: CheckpointDependencies;
  readonly #turns = new Turns();
  #entries: StatusEntry[] = [];
  #states = new Map<string, MemberState>();
  #connected: { tokenHashes: string[]; at: number } = { tokenHashes: [], at: 0 };
  /** Nothing is being written, nor was a moment ago. */
  #isIdle = true;
  #cancelPause: (() => void) | null = null;

  constructor(dependencies: CheckpointDependencies) {
    this.#dependencies = dependencies;
  }

  add(state: MemberState, entries: readonly StatusEntry[]): void {
    this.#states.set(state.member.memberId, state);
    this.#entries.push(...entries);
    if (this.#isIdle) void this.flush();
  }

  /** A device has connected with this token; kept with what comes of it. */
  addConnected(tokenHash: string): void {
    this.#connected.tokenHashes.push(tokenHash);
    this.#connected.at = this.#dependencies.clock.now();
  }

  /** Resolves when everything added so far is on disk, or was found impossible to write for now. */
  flush(): Promise<void> {
    this.#isIdle = false;
    return this.#turns.run(() => this.#write());
  }

  /** Writes what is left and waits for it. */
  async close(): Promise<void> {
    await this.flush();
    this.#cancelPause?.();
    this.#cancelPause = null;
  }

  async #write(): Promise<void> {
    if (this.#states.size === 0) {
      this.#isIdle = this.#cancelPause === null;
      return;
    }
    const entries = this.#entries;
    const states = this.#states;
    const connected = this.#connected;
    this.#entries = [];
    this.#states = new Map();
    this.#connected = { tokenHashes: [], at: 0 };
    try {
      await this.#dependencies.store.savePresence({
        entries,
        connected,
        devices: new Map([...states].map(([memberId, state]) => [memberId, this.#stored(state)])),
      });
      this.#pause(PAUSE_MS);
    } catch (error) {
      logUnexpected(this.#dependencies.logger, error, 'presence could not be saved');
      this.#entries = [...entries, ...this.#entries];
      this.#states = new Map([...states, ...this.#states]);
      this.#connected = {
        tokenHashes: [...connected.tokenHashes, ...this.#connected.tokenHashes],
        at: Math.max(connected.at, this.#connected.at),
      };
      this.#pause(PAUSE_AFTER_FAILURE_MS);
    }
  }

  #pause(lengthMs: number): void {
    this.#cancelPause?.();
    this.#cancelPause = this.#dependencies.clock.after(lengthMs, () => {
      this.#cancelPause = null;
      void this.flush();
    });
  }

  #stored({ devices }: MemberState): readonly StoredDevice[] {
    const now = momentOf(this.#dependencies.clock);
    return [...devices.values()].map(({ deviceId, name, lastInputAt, locked }) => ({
      deviceId,
      name,
      lastInputAt: epochOf(lastInputAt, now),
      locked,
    }));
  }
}
