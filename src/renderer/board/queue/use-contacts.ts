import { useEffect } from 'react';
import type { ContactFilter } from '../../../shared/api/contacts.ts';
import type { Contact } from '../../../shared/domain/contact.ts';
import { useApi } from '../app/board-context.ts';
import { type List, useList } from '../ui/use-list.ts';

/** Often enough that a manager who looks on sees what the queue does, in milliseconds. */
const LOOK_AGAIN_MS = 3_000;

/** The team's contacts in a state, fetched anew while the page is seen and shows one part. */
export function useContacts(state: ContactFilter): List<Contact> {
  const api = useApi();
  const list = useList<Contact>((cursor) => api.contacts.list(state, cursor), state);
  const { reload } = list.resource;
  const isOnePart = list.more.length === 0;
  useEffect(() => {
    // Else what was added would not fit to the beginning any more.
    if (!isOnePart) return;
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload, isOnePart]);
  return list;
}
