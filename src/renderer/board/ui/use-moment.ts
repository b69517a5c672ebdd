import { formatDate, formatTime, startOfDay } from '../../../shared/time/moment.ts';
import { useFormatLocale } from '../../i18n/locale.tsx';
import { useToday } from '../../time/use-today.ts';

/** Says a moment in full: its date, where it is not today, and its time. */
export function useMoment(): (at: number) => string {
  const locale = useFormatLocale();
  const today = useToday();
  return (at) => {
    const time = formatTime(at, locale);
    return startOfDay(at) === today ? time : `${formatDate(at, today, locale)}, ${time}`;
  };
}
