import type { OpenContact } from '../../shared/domain/contact.ts';
import { assignmentKey } from './assignments.ts';

/** So many at once are told of one by one; more become one notification (NO5). */
const MOST_APART = 3;

type Shown = { readonly keys: Set<string>; readonly takeBack: () => void };

/** What is shown of assignments, until they ask for nothing any more. */
export class AssignmentNotices {
  readonly #show: (contacts: readonly OpenContact[]) => () => void;
  readonly #shown = new Set<Shown>();

  /** `show` shows one notification of one or several contacts, and answers what takes it back. */
  constructor(show: (contacts: readonly OpenContact[]) => () => void) {
    this.#show = show;
  }

  tell(contacts: readonly OpenContact[]): void {
    const groups = contacts.length > MOST_APART ? [contacts] : contacts.map((contact) => [contact]);
    for (const group of groups) {
      this.#shown.add({
        keys: new Set(group.map(assignmentKey)),
        takeBack: this.#show(group),
      });
    }
  }

  /** Takes back what was told of assignments; of several at once when none is left. */
  takeBack(keys: readonly string[]): void {
    for (const shown of this.#shown) {
      for (const key of keys) shown.keys.delete(key);
      if (shown.keys.size > 0) continue;
      this.#shown.delete(shown);
      shown.takeBack();
    }
  }
}
