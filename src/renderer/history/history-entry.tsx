import type { Ref } from 'react';
import type { HistoryInterval } from '../../shared/protocol/schemas.ts';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { Indicator } from '../indicator/indicator.tsx';
import { intervalWords } from './interval-words.ts';

type Props = {
  readonly interval: HistoryInterval;
  readonly now: number;
  readonly ref: Ref<HTMLLIElement>;
};

/** One status with how long it lasted, why it began and where. */
export function HistoryEntry({ interval, now, ref }: Props) {
  const t = useTexts();
  const locale = useFormatLocale();
  const { duration, details } = intervalWords(interval, now, locale, t);
  return (
    <li className="history-entry" tabIndex={-1} ref={ref}>
      <Indicator shape={interval.status} />
      <div className="history-words">
        <p className="history-status">
          <span>{t(`status.${interval.status}`)}</span>
          <span className="history-duration">{duration}</span>
        </p>
        <p className="hint">{details}</p>
      </div>
    </li>
  );
}
