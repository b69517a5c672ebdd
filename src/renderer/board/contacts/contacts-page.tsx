import type { TeamView } from '../../bridge/team-view.ts';
import { OwnContacts } from '../../contacts/own-contacts.tsx';
import { WaitingContacts } from '../../contacts/waiting-contacts.tsx';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { Page } from '../ui/page.tsx';
import { NoticePermission } from './notice-permission.tsx';

/** The member's own contacts, and what waits for anyone. */
export function ContactsPage({ view }: { readonly view: TeamView }) {
  const t = useBoardTexts();
  const { contacts } = view;
  return (
    <Page title={t('nav.contacts')} about={t('contacts.about')}>
      <NoticePermission />
      {contacts === null ? (
        <p className="empty-list">{t('contacts.unknown')}</p>
      ) : (
        <div className="contacts-page">
          {/* The lists' own headings are those of a part. */}
          <h2 className="visually-hidden">{t('contacts.lists')}</h2>
          <OwnContacts contacts={contacts} sought={null} />
          {/* Assigning by hand is the queue's page, for those who may. */}
          <WaitingContacts queue={contacts.queue} revision={contacts.revision} onAssign={null} />
        </div>
      )}
    </Page>
  );
}
