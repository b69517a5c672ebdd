import type { RefObject } from 'react';
import type { ContactsView } from '../../shared/bridge/contacts.ts';
import type { WindowDialog } from '../app/use-places.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ChevronIcon } from '../icons/icons.tsx';

type Props = {
  readonly contacts: ContactsView;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly onOpen: (dialog: WindowDialog) => void;
};

/** How many contacts wait, for the member and for anyone; a press opens them. */
export function ContactBar({ contacts: { mine, queue }, button, onOpen }: Props) {
  const t = useTexts();
  const toAccept = mine.filter(({ state }) => state === 'assigned').length;
  return (
    <button
      ref={button}
      type="button"
      className="contact-bar"
      aria-haspopup="dialog"
      onClick={() => onOpen('contacts')}
    >
      <span className="contact-bar-title">{t('contactBar.title')}</span>
      {queue !== null && toAccept > 0 ? (
        <strong className="contact-bar-mine">
          {t('contactBar.toAccept', { count: toAccept })}
        </strong>
      ) : null}
      {queue === null ? null : (
        <span className="contact-bar-waiting">
          {t('contactBar.waiting', { count: queue.waiting })}
        </span>
      )}
      <ChevronIcon />
    </button>
  );
}
