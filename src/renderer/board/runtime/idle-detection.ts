import type { SystemActivity } from '../../../client/idle-source.ts';

/** The shortest pause that browsers tell of, in milliseconds. */
const THRESHOLD_MS = 60_000;
/** The longest timeout a team may set: who makes no pause of a minute for so long is doubted. */
const PATIENCE_MS = 60 * 60_000;

/** What is used of the Idle Detection API (https://wicg.github.io/idle-detection/). */
export type IdleDetectorApi = {
  requestPermission(): Promise<'granted' | 'denied'>;
  new (): {
    readonly userState: 'active' | 'idle' | null;
    readonly screenState: 'locked' | 'unlocked' | null;
    addEventListener(type: 'change', listener: () => void): void;
    start(options: { threshold: number; signal: AbortSignal }): Promise<void>;
  };
};

/** Whether the browser tells of the computer's use, and if not, whether it can be asked to. */
export type IdlePermission = 'unsupported' | 'to-ask' | 'refused' | 'granted';

type Seen = { readonly idleSince: number | null; readonly locked: boolean };

type Options = {
  /** Undefined where the browser has none. */
  readonly api: IdleDetectorApi | undefined;
  /** What was answered before; asks nobody. */
  readonly permission: () => Promise<PermissionState>;
  /** Milliseconds on a scale that nobody sets. */
  readonly steady: () => number;
  readonly warn: (message: string) => void;
};

/** The computer's use as the browser tells it, where the member permits that (PR12). */
export class IdleDetection implements SystemActivity {
  readonly lockIsPolled = false;
  readonly patienceMs = PATIENCE_MS;
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  readonly #running = new AbortController();
  #permission: IdlePermission;
  #seen: Seen | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#permission = options.api === undefined ? 'unsupported' : 'to-ask';
  }

  get permission(): IdlePermission {
    return this.#permission;
  }

  /** Calls back when the browser tells of a change, or is permitted to; the answer ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins without a question, where the member has permitted it before. */
  async resume(): Promise<void> {
    if (this.#options.api === undefined) return;
    try {
      const state = await this.#options.permission();
      if (state === 'granted') await this.#start(this.#options.api);
      else this.#setPermission(state === 'denied' ? 'refused' : 'to-ask');
    } catch (error) {
      // Browsers without the question have no answer either.
      this.#options.warn(`the permission to tell of idleness is not known: ${error}`);
    }
  }

  /** Asks the member; only within a click of theirs, as browsers demand. */
  async ask(): Promise<void> {
    const { api, warn } = this.#options;
    if (api === undefined) return;
    try {
      if ((await api.requestPermission()) === 'granted') await this.#start(api);
      else this.#setPermission('refused');
    } catch (error) {
      warn(`the browser does not tell of idleness: ${error}`);
      this.#setPermission('refused');
    }
  }

  stop(): void {
    this.#running.abort();
    this.#seen = null;
  }

  idleMs(): number | null {
    if (this.#seen === null) return null;
    const { idleSince } = this.#seen;
    return idleSince === null ? 0 : this.#options.steady() - idleSince;
  }

  locked(): boolean {
    return this.#seen?.locked ?? false;
  }

  async #start(api: IdleDetectorApi): Promise<void> {
    if (this.#seen !== null) return;
    const detector = new api();
    const look = (): void => this.#see(detector.userState, detector.screenState);
    detector.addEventListener('change', look);
    await detector.start({ threshold: THRESHOLD_MS, signal: this.#running.signal });
    this.#permission = 'granted';
    look();
  }

  #see(userState: 'active' | 'idle' | null, screenState: 'locked' | 'unlocked' | null): void {
    const before = this.#seen?.idleSince ?? null;
    // Told at the end of the pause that makes somebody idle.
    const since = before ?? this.#options.steady() - THRESHOLD_MS;
    this.#seen = {
      idleSince: userState === 'idle' ? since : null,
      locked: screenState === 'locked',
    };
    this.#tell();
  }

  #setPermission(permission: IdlePermission): void {
    if (permission === this.#permission) return;
    this.#permission = permission;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
