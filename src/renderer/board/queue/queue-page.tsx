import { useEffect, useMemo, useState } from 'react';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import { useFormatLocale } from '../../i18n/locale.tsx';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { Page } from '../ui/page.tsx';
import { ResourceView } from '../ui/resource-view.tsx';
import { Section } from '../ui/section.tsx';
import { ShowMore } from '../ui/show-more.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { ContactTable } from './contact-table.tsx';
import { useContacts } from './use-contacts.ts';

/** What waits and who has what, with assigning by hand (AS7). */
export function QueuePage({ view }: { readonly view: TeamView }) {
  const t = useBoardTexts();
  const api = useApi();
  const locale = useFormatLocale();
  const waiting = useContacts('waiting');
  const open = useContacts('open');
  const [assigning, setAssigning] = useState<Contact | null>(null);

  function reload(): void {
    waiting.reload();
    open.reload();
  }
  const revision = view.contacts?.revision;
  const { reload: lookAgain } = waiting.resource;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is why it is fetched anew
  useEffect(lookAgain, [lookAgain, revision]);
  const { self, members } = view;
  const people = useMemo(() => {
    const { compare } = new Intl.Collator(locale);
    return self === null ? members : [...members, self].sort((a, b) => compare(a.name, b.name));
  }, [self, members, locale]);
  const lists = [
    { list: waiting, title: t('queue.waiting'), empty: t('queue.nobodyWaits') },
    { list: open, title: t('queue.assigned'), empty: t('queue.nothingAssigned') },
  ] as const;
  return (
    <Page title={t('nav.queue')} about={t('queue.about')}>
      {lists.map(({ list, title, empty }) => (
        <Section key={title} title={title}>
          <ResourceView resource={list.resource}>
            {({ items }) => (
              <ContactTable
                label={title}
                contacts={[...items, ...list.more]}
                people={people}
                empty={empty}
                onAssign={setAssigning}
                onReturn={(contactId) => api.contacts.return(contactId)}
                onClose={(contactId) => api.contacts.close(contactId)}
                onDone={reload}
              />
            )}
          </ResourceView>
          <ShowMore list={list} />
        </Section>
      ))}
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
