import { useMemo, useState } from 'react';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import { useFormatLocale } from '../../i18n/locale.tsx';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import type { PageMembership } from '../runtime/page-membership.ts';
import { Page } from '../ui/page.tsx';
import { ResourceView } from '../ui/resource-view.tsx';
import { Section } from '../ui/section.tsx';
import { ShowMore } from '../ui/show-more.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { ContactTable } from './contact-table.tsx';
import { useTeamContacts } from './use-team-contacts.ts';

type Props = { readonly view: TeamView; readonly page: PageMembership };

/** What waits and who has what, with assigning by hand (AS7). */
export function QueuePage({ view, page }: Props) {
  const t = useBoardTexts();
  const api = useApi();
  const locale = useFormatLocale();
  const contacts = useTeamContacts(page);
  const { reload, showMore } = contacts;
  const [assigning, setAssigning] = useState<Contact | null>(null);
  const { self, members } = view;
  const people = useMemo(() => {
    const { compare } = new Intl.Collator(locale);
    return self === null ? members : [...members, self].sort((a, b) => compare(a.name, b.name));
  }, [self, members, locale]);
  const lists = [
    { name: 'waiting', title: t('queue.waiting'), empty: t('queue.nobodyWaits') },
    { name: 'open', title: t('queue.assigned'), empty: t('queue.nothingAssigned') },
  ] as const;
  return (
    <Page title={t('nav.queue')} about={t('queue.about')}>
      <ResourceView resource={contacts}>
        {(shown) =>
          lists.map(({ name, title, empty }) => (
            <Section key={name} title={title}>
              <ContactTable
                label={title}
                contacts={shown[name].items}
                people={people}
                empty={empty}
                onAssign={setAssigning}
                onReturn={(contactId) => api.contacts.return(contactId)}
                onClose={(contactId) => api.contacts.close(contactId)}
                onDone={reload}
              />
              <ShowMore
                list={{
                  rest: shown[name].isCut ? 'there' : 'none',
                  problem: null,
                  showMore: () => showMore(name),
                }}
              />
            </Section>
          ))
        }
      </ResourceView>
      <AssignDialog
        view={view}
        contact={assigning}
        people={people}
        onClose={() => setAssigning(null)}
        onDone={reload}
      />
    </Page>
  );
}
