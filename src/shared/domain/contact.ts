/** Longest texts of a contact, in characters. */
export const CONTACT_TEXT = {
  customer: 120,
  subject: 200,
  channel: 32,
  externalId: 128,
  link: 2000,
} as const;

/** Bounds of how many open contacts a member may have before they are given no more (AS2). */
export const CAPACITY = { min: 0, max: 100, default: 3 } as const;

/** Why a contact is in the queue again. `offline`: its member went Offline before accepting it (AS6). */
export const RETURN_REASONS = ['returned', 'offline', 'left-team'] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

/** How a contact came to its member: by the rules (AS3), or by a manager (AS7). */
export const ASSIGNED_BY = ['queue', 'hand'] as const;
export type AssignedBy = (typeof ASSIGNED_BY)[number];

/** How a contact came back to the queue the last time. */
export type Return = {
  readonly reason: ReturnReason;
  /** Whose it was. */
  readonly memberId: string;
  /** Epoch milliseconds. */
  readonly at: number;
};

/** Where a contact is. Times are epoch milliseconds. */
export type ContactState =
  | { readonly state: 'waiting'; readonly returned: Return | null }
  | {
      readonly state: 'assigned';
      readonly memberId: string;
      readonly assignedAt: number;
      readonly assignedBy: AssignedBy;
    }
  | {
      readonly state: 'accepted';
      readonly memberId: string;
      readonly assignedAt: number;
      readonly acceptedAt: number;
    }
  | { readonly state: 'closed'; readonly memberId: string | null; readonly closedAt: number };

/** What is known of a customer who waits or has waited. */
export type ContactFacts = {
  readonly contactId: string;
  /** Who waits, as people call them. */
  readonly customer: string;
  /** What it is about; null where that is not known. */
  readonly subject: string | null;
  /** How they came: `chat`, `phone`, `e-mail` or whatever the integration says; null where it does not. */
  readonly channel: string | null;
  /** What the system that put it in calls it. */
  readonly externalId: string | null;
  /** Where it can be worked on; always https or http. */
  readonly link: string | null;
  /** Epoch milliseconds. */
  readonly arrivedAt: number;
};

/** A customer who waits for a member, or whom one has taken. */
export type Contact = ContactState & ContactFacts;

/** A contact that a member has. */
export type OpenContact = Extract<Contact, { readonly state: 'assigned' | 'accepted' }>;

/** What a member can do with a contact of their own. */
export const CONTACT_ACTS = ['accept', 'return', 'close'] as const;
export type ContactAct = (typeof CONTACT_ACTS)[number];

/** How many wait, and since when the one who waits longest does (epoch milliseconds). */
export type Queue = { readonly waiting: number; readonly oldestSince: number | null };

/** How many contacts a member has open, and whether the queue would give them more (AS2). */
export type MemberLoad = {
  readonly memberId: string;
  readonly receivesContacts: boolean;
  readonly open: number;
  readonly capacity: number;
};

/** Whether the queue would give them another contact, were they there to take it (AS2). */
export function hasRoom({
  receivesContacts,
  open,
  capacity,
}: Omit<MemberLoad, 'memberId'>): boolean {
  return receivesContacts && open < capacity;
}

/** Whose a contact is; null while it waits. */
export function holderOf(contact: ContactState): string | null {
  return contact.state === 'waiting' ? null : contact.memberId;
}

/** Whether it counts against its member's capacity (AS2). */
export function isOpen(contact: ContactState): boolean {
  return contact.state === 'assigned' || contact.state === 'accepted';
}
