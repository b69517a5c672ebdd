import { useSyncExternalStore } from 'react';
import { startOfDay } from '../../shared/time/moment.ts';
import { onEachMinute } from './use-now.ts';

const today = () => startOfDay(Date.now());

/** The start of the present day (epoch milliseconds), drawn anew when another begins. */
export function useToday(): number {
  return useSyncExternalStore(onEachMinute, today);
}
