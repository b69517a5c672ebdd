import { useEffect, useState } from 'react';
import { startOfDay } from '../../shared/time/moment.ts';

/** The start of the present day. Looked at every minute, since a timer until midnight does not
 * survive a computer that sleeps. */
export function useToday(): number {
  const [today, setToday] = useState(() => startOfDay(Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setToday(startOfDay(Date.now())), 60_000);
    return () => clearInterval(timer);
  }, []);
  return today;
}
