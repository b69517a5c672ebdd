import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { ContactsView, OwnContactView } from '../../../shared/bridge/contacts.ts';
import { aboutWords } from '../../contacts/contact-words.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import type { BrowserNotices } from '../runtime/browser-notices.ts';
import { ContactNews } from './contact-news.ts';

/** Lets the browser tell of contacts that are assigned to the member (NO5). */
export function useContactNews(contacts: ContactsView | null, notices: BrowserNotices): void {
  const t = useBoardTexts();
  const [, navigate] = useLocation();
  const show = useRef<(contact: OwnContactView) => () => void>(() => () => undefined);
  useEffect(() => {
    show.current = (contact) =>
      notices.show({
        title: t('contacts.assigned', { customer: contact.customer }),
        body: aboutWords(contact),
        tag: `ampel-${contact.contactId}`,
        onClick: () => {
          window.focus();
          navigate('/contacts');
        },
      });
  });
  const [news] = useState(() => new ContactNews((contact) => show.current(contact)));
  useEffect(() => news.look(contacts), [news, contacts]);
}
