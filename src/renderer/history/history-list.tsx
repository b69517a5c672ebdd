import { type RefObject, useEffect, useId, useRef } from 'react';
import type { HistoryInterval } from '../../shared/protocol/schemas.ts';
import { formatDay } from '../../shared/time/moment.ts';
import { useFormatLocale } from '../i18n/locale.tsx';
import { useNow } from '../time/use-now.ts';
import { useToday } from '../time/use-today.ts';
import { byDay, type HistoryDay } from './days.ts';
import { HistoryEntry } from './history-entry.tsx';

type Props = {
  readonly intervals: readonly HistoryInterval[];
  /** How many stood before older ones were added, or 0. */
  readonly shownBefore: number;
};

export function HistoryList({ intervals, shownBefore }: Props) {
  const now = useNow();
  const firstAdded = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // The button that was pressed may be gone; reading goes on at what it brought.
    if (shownBefore > 0) firstAdded.current?.focus();
  }, [shownBefore]);
  const added = shownBefore > 0 ? intervals[shownBefore] : undefined;
  return byDay(intervals).map((day) => (
    <Day key={day.day} day={day} now={now} added={added} addedRef={firstAdded} />
  ));
}

function Day(props: {
  readonly day: HistoryDay;
  readonly now: number;
  readonly added: HistoryInterval | undefined;
  readonly addedRef: RefObject<HTMLLIElement | null>;
}) {
  const { day, now, added, addedRef } = props;
  const locale = useFormatLocale();
  const today = useToday();
  const heading = useId();
  return (
    <section>
      <h4 id={heading} className="history-day">
        {formatDay(day.day, today, locale)}
      </h4>
      <ul aria-labelledby={heading}>
        {day.intervals.map((interval) => (
          <HistoryEntry
            key={`${interval.from} ${interval.status} ${interval.cause}`}
            interval={interval}
            now={now}
            ref={interval === added ? addedRef : null}
          />
        ))}
      </ul>
    </section>
  );
}
