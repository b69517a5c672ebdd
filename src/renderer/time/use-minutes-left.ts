import { useEffect, useReducer } from 'react';
import { minutesLeft, onEachMinuteLess } from '../../shared/time/minutes-left.ts';

const clock = {
  now: () => Date.now(),
  after: (delayMs: number, task: () => void) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The minutes until `until` (epoch milliseconds), rounded up, as they grow less; null without one. */
export function useMinutesLeft(until: number | null): number | null {
  const [, wake] = useReducer((count: number) => count + 1, 0);
  useEffect(() => (until === null ? undefined : onEachMinuteLess(until, clock, wake)), [until]);
  // Looked up while drawing: what was right when `until` last changed is not right any more.
  return until === null ? null : minutesLeft(until, Date.now());
}
