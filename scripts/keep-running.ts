import { setTimeout as delay } from 'node:timers/promises';
import type { Child } from './children.ts';

/** The pause until what has ended is started again, in milliseconds. */
const PAUSE_MS = 2_000;

type KeepRunningOptions = {
  readonly name: string;
  readonly start: () => Promise<Child>;
  /** Hears what becomes of it, in a line each. */
  readonly say: (line: string) => void;
};

/** Keeps a process running: starts it again whenever it has ended. */
export class KeepRunning implements AsyncDisposable {
  readonly #options: KeepRunningOptions;
  readonly #ending = new AbortController();
  #child: Child | null = null;
  #watching: Promise<void> = Promise.resolve();

  constructor(options: KeepRunningOptions) {
    this.#options = options;
  }

  /** Rejects where it cannot be started the first time. */
  async start(): Promise<void> {
    const child = await this.#start();
    this.#watching = this.#watch(child);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await this.#child?.stop();
    await this.#watching;
  }

  async #watch(first: Child): Promise<void> {
    const { name, say } = this.#options;
    for (let child: Child | null = first; child !== null; child = await this.#startAgain()) {
      const { code, signal } = await child.exited;
      if (this.#ending.signal.aborted) return;
      say(`${name} (pid ${child.process.pid}) has ended (${signal ?? `exit code ${code}`})`);
    }
  }

  /** Tries until it works; null where it need not run any more. */
  async #startAgain(): Promise<Child | null> {
    const { name, say } = this.#options;
    const { signal } = this.#ending;
    for (;;) {
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return null;
      try {
        return await this.#start();
      } catch (error) {
        say(`${name} cannot run: ${error instanceof Error ? error.message : error}`);
      }
    }
  }

  async #start(): Promise<Child> {
    const { name, start, say } = this.#options;
    const child = await start();
    this.#child = child;
    say(`${name} runs (pid ${child.process.pid})`);
    // Meanwhile it may have been told to end.
    if (this.#ending.signal.aborted) await child.stop();
    return child;
  }
}
