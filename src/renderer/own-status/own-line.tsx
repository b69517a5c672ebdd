import type { PendingChoice } from '../../shared/bridge/view.ts';
import { minutesLeft } from '../../shared/time/minutes-left.ts';
import { startOfDay } from '../../shared/time/moment.ts';
import type { Live } from '../bridge/team-view.ts';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { shapeOf } from '../indicator/shape-of.ts';
import { useNow } from '../time/use-now.ts';
import { ownLine } from './own-words.ts';

type Props = {
  readonly id: string;
  readonly live: Live | null;
  readonly pending: PendingChoice | null;
};

/** The own status in words. Apart from the button, since it is drawn anew every minute. */
export function OwnLine({ id, live, pending }: Props) {
  const t = useTexts();
  const locale = useFormatLocale();
  const now = useNow();
  const until = live?.until ?? null;
  const left = until === null ? null : minutesLeft(until, now);
  const words = ownLine({ live, pending, minutesLeft: left }, startOfDay(now), locale, t);
  return (
    <span id={id} className="person-status" data-shape={shapeOf(live)} title={words}>
      {words}
    </span>
  );
}
