import type { OpenContact } from '../../shared/domain/contact.ts';
import { considerAssignments, type OwnContactSight, type ToldAssignments } from './assignments.ts';

export type AssignmentWatchOptions = {
  readonly sight: () => OwnContactSight;
  /** Tells of contacts that came together; never empty. */
  readonly tell: (contacts: readonly OpenContact[]) => void;
  /** What was told of these assignments, by key, is to be taken back. */
  readonly takeBack: (keys: readonly string[]) => void;
};

/** Looks at the own contacts for what is to be accepted, and for what is not any more. */
export class AssignmentWatch {
  readonly #options: AssignmentWatchOptions;
  readonly #ownDeeds = new Set<string>();
  #told: ToldAssignments = null;

  constructor(options: AssignmentWatchOptions) {
    this.#options = options;
  }

  /** To be called whenever contacts or the connection may have changed. */
  look(): void {
    const { sight, tell, takeBack } = this.#options;
    const { told, fresh, over } = considerAssignments(this.#told, sight());
    this.#told = told;
    if (over.length > 0) takeBack(over);
    const news = fresh.filter(({ contactId }) => !this.#ownDeeds.has(contactId));
    if (news.length > 0) tell(news);
  }

  /** Does something to a contact that is no news to the member, who does it (NO1). */
  async ownDeed<T>(contactId: string, deed: () => Promise<T>): Promise<T> {
    this.#ownDeeds.add(contactId);
    try {
      return await deed();
    } finally {
      this.#ownDeeds.delete(contactId);
    }
  }
}
