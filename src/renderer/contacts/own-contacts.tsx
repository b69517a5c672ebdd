import { useRef } from 'react';
import type { ContactsView } from '../../shared/bridge/contacts.ts';
import { useTexts } from '../i18n/locale.tsx';
import { OwnContact } from './own-contact.tsx';

type Props = {
  readonly contacts: ContactsView;
  /** Which one the window was opened at; a new value each time it was. */
  readonly sought: { readonly contactId: string } | null;
};

/** The contacts that the member has. */
export function OwnContacts({ contacts: { mine, queue }, sought }: Props) {
  const t = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const isLive = queue !== null;
  return (
    <section className="contact-section" aria-labelledby="own-contacts">
      <h3 ref={heading} id="own-contacts" className="label" tabIndex={-1}>
        {t('contacts.mine')}
      </h3>
      {isLive ? null : <p className="hint">{t('contacts.mineStale')}</p>}
      {mine.length === 0 ? <p className="hint">{t('contacts.mineEmpty')}</p> : null}
      <ul className="contact-list" aria-labelledby="own-contacts">
        {mine.map((contact) => (
          <OwnContact
            key={contact.contactId}
            contact={contact}
            sought={sought?.contactId === contact.contactId ? sought : null}
            isLive={isLive}
            onGone={() => heading.current?.focus()}
          />
        ))}
      </ul>
    </section>
  );
}
