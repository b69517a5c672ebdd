import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { AssignmentNotices } from '../../../client/contacts/assignment-notices.ts';
import { assignmentKey } from '../../../client/contacts/assignments.ts';
import { aboutWords } from '../../contacts/contact-words.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import type { BrowserNotices } from '../runtime/browser-notices.ts';
import type { PageMembership } from '../runtime/page-membership.ts';

/** Lets the browser tell of contacts that are assigned to the member (NO5). */
export function useContactNews(page: PageMembership, notices: BrowserNotices): void {
  const t = useBoardTexts();
  const [, navigate] = useLocation();
  const latest = useRef({ t, navigate });
  useEffect(() => {
    latest.current = { t, navigate };
  });
  useEffect(() => {
    const shown = new AssignmentNotices((contacts) => {
      const { t: say } = latest.current;
      const [first, ...others] = contacts;
      const words =
        first !== undefined && others.length === 0
          ? {
              title: say('contacts.assigned', { customer: first.customer }),
              body: aboutWords(first),
            }
          : { title: say('contacts.toAccept', { count: contacts.length }), body: '' };
      return notices.show({
        ...words,
        tag: `ampel ${contacts.map(assignmentKey).join(' ')}`,
        onClick: () => {
          window.focus();
          latest.current.navigate('/contacts');
        },
      });
    });
    return page.watchAssignments({
      tell: (contacts) => shown.tell(contacts),
      takeBack: (keys) => shown.takeBack(keys),
    });
  }, [page, notices]);
}
