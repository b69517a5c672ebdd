import { type Contact, holderOf, isOpen } from '../../shared/domain/contact.ts';
import type { News } from './ledger.ts';

/** What each member of a team has open, the latest assigned first, brought up to date by news. */
export class OpenContacts {
  readonly #ofMember: Map<string, readonly Contact[]>;

  constructor(ofMember: ReadonlyMap<string, readonly Contact[]>) {
    this.#ofMember = new Map(ofMember);
  }

  /** Whether anybody has one. */
  get isAny(): boolean {
    return this.#ofMember.size > 0;
  }

  of(memberId: string): readonly Contact[] {
    return this.#ofMember.get(memberId) ?? [];
  }

  learn({ contact, memberIds }: Pick<News, 'contact' | 'memberIds'>): void {
    const isSame = ({ contactId }: Contact) => contactId === contact.contactId;
    for (const memberId of memberIds) {
      const had = this.of(memberId);
      const hasIt = isOpen(contact) && holderOf(contact) === memberId;
      if (!hasIt) this.#set(memberId, without(had, contact));
      else if (had.some(isSame)) this.#set(memberId, replaced(had, contact));
      else this.#set(memberId, [contact, ...had]);
    }
  }

  #set(memberId: string, contacts: readonly Contact[]): void {
    if (contacts.length === 0) this.#ofMember.delete(memberId);
    else this.#ofMember.set(memberId, contacts);
  }
}

function without(contacts: readonly Contact[], { contactId }: Contact): readonly Contact[] {
  return contacts.filter((one) => one.contactId !== contactId);
}

function replaced(contacts: readonly Contact[], by: Contact): readonly Contact[] {
  return contacts.map((one) => (one.contactId === by.contactId ? by : one));
}
