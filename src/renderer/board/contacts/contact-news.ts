import type { ContactsView, OwnContactView } from '../../../shared/bridge/contacts.ts';

/** The contacts that the member has not accepted yet. */
export function toAccept(contacts: ContactsView | null): readonly OwnContactView[] {
  return contacts?.mine.filter(({ state }) => state === 'assigned') ?? [];
}

/** Names one assignment: the same contact may come to the same member again. */
const keyOf = ({ contactId, assignedAt }: OwnContactView): string => `${contactId} ${assignedAt}`;

/** Tells of each assignment once, and takes that back when it asks for nothing any more (NO5). */
export class ContactNews {
  readonly #told = new Map<string, () => void>();
  readonly #tell: (contact: OwnContactView) => () => void;

  /** `tell` answers what takes it back. */
  constructor(tell: (contact: OwnContactView) => () => void) {
    this.#tell = tell;
  }

  /** To be called with each new view; without a live one nothing is news and nothing is over. */
  look(contacts: ContactsView | null): void {
    if (contacts === null || contacts.queue === null) return;
    const current = new Map(toAccept(contacts).map((contact) => [keyOf(contact), contact]));
    for (const [key, takeBack] of this.#told) {
      if (current.has(key)) continue;
      this.#told.delete(key);
      takeBack();
    }
    for (const [key, contact] of current) {
      if (!this.#told.has(key)) this.#told.set(key, this.#tell(contact));
    }
  }
}
