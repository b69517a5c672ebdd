import type { ComputerLook } from '../../../shared/bridge/diagnostics.ts';

/** How many looks a check takes, one each second. */
export const LOOKS = 6;
export const LOOK_EVERY_MS = 1000;

/**
 * What a check has shown (PR12): the time without input grew from one look to the next, it did not,
 * or the system does not tell it at all.
 */
export type Verdict = 'counts' | 'still' | 'fails';

export function verdictOf(looks: readonly ComputerLook[]): Verdict {
  const told = looks.flatMap(({ idleMs }) => (idleMs === null ? [] : [idleMs]));
  if (told.length === 0) return 'fails';
  return told.some((idleMs, index) => idleMs > (told[index - 1] ?? idleMs)) ? 'counts' : 'still';
}
