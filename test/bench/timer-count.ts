import { readFile } from 'node:fs/promises';
import type { RunningApp } from '../e2e/running-app.ts';

type WithCount = typeof globalThis & { ampelTimers?: { fired: number } };

/**
 * Counts, from now on, how often a timer of the app's own code wakes main. Socket.IO's heartbeat
 * is not among them: it takes its timers before this is called.
 */
export async function countTimers(app: RunningApp): Promise<void> {
  await app.electron.evaluate(() => {
    const scope = globalThis as WithCount;
    const count = { fired: 0 };
    scope.ampelTimers = count;
    const original = scope.setTimeout;
    const counting = (callback: () => void, ...rest: [number?]) => {
      // The stand-in host shares the process; only what main's bundle has asked for counts.
      const isOurs = new Error('for its stack').stack?.includes('/out/main/') ?? false;
      return original(
        () => {
          if (isOurs) count.fired += 1;
          callback();
        },
        ...rest,
      );
    };
    scope.setTimeout = Object.assign(counting, original) as typeof setTimeout;
  });
}

export function timersFired(app: RunningApp): Promise<number> {
  return app.electron.evaluate(() => (globalThis as WithCount).ampelTimers?.fired ?? Number.NaN);
}

/** Seconds of processor time that main has used since its start. */
export async function cpuSeconds(app: RunningApp): Promise<number> {
  const stat = await readFile(`/proc/${app.pid}/stat`, 'utf8');
  // Behind the program's name, which may contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const TICKS_PER_SECOND = 100;
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
