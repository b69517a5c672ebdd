import { spawn } from 'node:child_process';

/**
 * Starts a program that outlives this one and its terminal.
 *
 * @returns resolves when it has been started; rejects where it cannot be
 */
export function startDetached(program: string, args: readonly string[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(program, args, { detached: true, stdio: 'ignore' });
  child.once('error', reject);
  child.once('spawn', () => {
    child.unref();
    resolve();
  });
  return promise;
}
