import type { Log } from './ports.ts';

/** Lets work go on that nobody waits for; what goes wrong with it is logged, with its stack. */
export function inBackground(log: Log, what: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => log.error(`${what} failed`, error));
}
