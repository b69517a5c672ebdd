import type { Live } from '../bridge/team-view.ts';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { statusWords } from '../time/status-words.ts';
import { useNow } from '../time/use-now.ts';

/** A colleague's status in words. Apart from the row, since this alone is drawn anew each minute. */
export function StatusText({ id, live }: { readonly id: string; readonly live: Live }) {
  const t = useTexts();
  const words = statusWords(live, useNow(), useFormatLocale(), t);
  return (
    <span id={id} className="person-status" title={words}>
      {words}
    </span>
  );
}
