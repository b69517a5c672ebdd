import { useSyncExternalStore } from 'react';
import { createMinutes, startOfMinute } from './minutes.ts';

/** The one timer behind every time in the window. */
export const onEachMinute = createMinutes(document);

const minute = () => startOfMinute(Date.now());

/** The present moment (epoch milliseconds), drawn anew each minute. */
export function useNow(): number {
  useSyncExternalStore(onEachMinute, minute);
  return Date.now();
}
