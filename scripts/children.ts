import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import process from 'node:process';

/** How long a child may take to end by itself once it was asked to, in milliseconds. */
const PATIENCE_MS = 4_000;

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type Child = {
  readonly process: ChildProcess;
  /** Resolves when it has ended; rejects where it could not be started. */
  readonly exited: Promise<Exit>;
  /** Asks it to end, insists after four seconds, and resolves when it is gone. */
  stop(): Promise<void>;
};

/**
 * Starts a child that can be awaited and ended. It is out of the terminal's process group, so that
 * Ctrl-C reaches only this process, which then ends its children in order.
 */
export function startChild(command: string, args: readonly string[], options: SpawnOptions): Child {
  const child = spawn(command, args, { detached: process.platform !== 'win32', ...options });
  const { promise, resolve, reject } = Promise.withResolvers<Exit>();
  child.once('error', reject);
  child.once('exit', (code, signal) => resolve({ code, signal }));
  // Whoever wants to know awaits it; a failed start that nobody asks about is no crash.
  promise.catch(() => {});
  return {
    process: child,
    exited: promise,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await promise.catch(() => {});
      clearTimeout(insist);
    },
  };
}

/** Runs a child to its end and gives what it printed. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<Exit & { readonly stdout: string; readonly stderr: string }> {
  const child = startChild(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exit = await child.exited;
  return { ...exit, stdout, stderr };
}
