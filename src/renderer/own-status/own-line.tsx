import type { PendingChoice } from '../../shared/bridge/view.ts';
import type { Live } from '../app/team-view.ts';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { shapeOf } from '../indicator/shape-of.ts';
import { useMinutesLeft } from '../time/use-minutes-left.ts';
import { useToday } from '../time/use-today.ts';
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
  const today = useToday();
  const minutesLeft = useMinutesLeft(live?.until ?? null);
  const words = ownLine({ live, pending, minutesLeft }, today, locale, t);
  return (
    <span id={id} className="person-status" data-shape={shapeOf(live)} title={words}>
      {words}
    </span>
  );
}
