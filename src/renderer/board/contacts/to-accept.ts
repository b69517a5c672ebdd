import type { ContactsView, OwnContactView } from '../../../shared/bridge/contacts.ts';

/** The contacts that the member has not accepted yet. */
export function toAccept(contacts: ContactsView | null): readonly OwnContactView[] {
  return contacts?.mine.filter(({ state }) => state === 'assigned') ?? [];
}
