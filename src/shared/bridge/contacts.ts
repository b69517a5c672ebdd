import type { ContactAct, Queue, ReturnReason } from '../domain/contact.ts';

/** A contact as the UI shows it. Times are epoch milliseconds of this computer's clock. */
type ContactWords = {
  readonly contactId: string;
  /** Who waits. */
  readonly customer: string;
  readonly subject: string | null;
  readonly channel: string | null;
  /** Where it can be worked on. */
  readonly link: string | null;
  readonly arrivedAt: number;
};

/** One that the member has. */
export type OwnContactView = ContactWords & {
  readonly state: 'assigned' | 'accepted';
  readonly assignedAt: number;
};

/** One that nobody has. */
export type WaitingContactView = ContactWords & {
  /** Why it waits again, and after whom; `name` is null where they have left the team. */
  readonly returned: { readonly reason: ReturnReason; readonly name: string | null } | null;
};

/** What a view says of contacts. */
export type ContactsView = {
  /** Those to be accepted first, then the latest assigned. */
  readonly mine: readonly OwnContactView[];
  /** Null where it is not known live (PR9). */
  readonly queue: Queue | null;
  /** Another number where what waits may be something else than before. */
  readonly revision: number;
};

/** A wish about one of the own contacts. */
export type ContactWish = { readonly act: ContactAct; readonly contactId: string };
