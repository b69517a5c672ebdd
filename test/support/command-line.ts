import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const CLI = join(import.meta.dirname, '../../src/server/cli.ts');

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs the command to its end, as a person would. */
export function run(...args: string[]): Promise<Ended> {
  return runWith({}, ...args);
}

/** The same with these variables in its environment. */
export async function runWith(
  environment: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, AMPEL_LOG_LEVEL: 'warn', ...environment },
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, out, err };
}

/** A serving process, which says over IPC where. It is gone when disposed of. */
export class Serving implements AsyncDisposable {
  readonly url: string;
  /** What it has logged so far, a line each. */
  readonly logged: readonly string[];
  readonly #child: ChildProcess;
  readonly #out: Promise<string>;

  private constructor(
    child: ChildProcess,
    url: string,
    said: { readonly out: Promise<string>; readonly logged: readonly string[] },
  ) {
    this.#child = child;
    this.url = url;
    this.#out = said.out;
    this.logged = said.logged;
  }

  static start(...args: string[]): Promise<Serving> {
    return Serving.startWith({}, ...args);
  }

  /** The same with these variables in its environment. */
  static async startWith(
    environment: Readonly<Record<string, string>>,
    ...args: string[]
  ): Promise<Serving> {
    const child = fork(CLI, ['serve', '--port', '0', ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, AMPEL_LOG_LEVEL: 'warn', ...environment },
    });
    // Also because whoever logs more than a pipe holds would wait for a reader.
    const logged: string[] = [];
    if (child.stderr !== null) {
      createInterface(child.stderr).on('line', (line) => logged.push(line));
    }
    const out = child.stdout === null ? Promise.resolve('') : text(child.stdout);
    const failed = once(child, 'exit').then(() => {
      throw new Error(`the server did not start: ${logged.join('\n')}`);
    });
    const [message] = await Promise.race([once(child, 'message'), failed]);
    failed.catch(() => undefined);
    return new Serving(child, message.url, { out, logged });
  }

  /** Whether it has not ended. */
  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Holds it still: connections stay open, nothing is answered. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async stop(signal: NodeJS.Signals): Promise<Omit<Ended, 'err'> & { readonly tookMs: number }> {
    const startedAt = performance.now();
    this.#child.kill(signal);
    const [code] = (await once(this.#child, 'exit')) as [number | null];
    return { code, out: await this.#out, tookMs: performance.now() - startedAt };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isRunning) await this.stop('SIGKILL');
  }
}
