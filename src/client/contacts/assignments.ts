import type { OpenContact } from '../../shared/domain/contact.ts';

/** What can be seen of the own contacts at one moment. */
export type OwnContactSight =
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'not-connected' }
  | {
      readonly kind: 'live';
      readonly memberId: string;
      /** The open ones. */
      readonly mine: readonly OpenContact[];
    };

/** The assignments that are told of already; null where nobody is signed in. */
export type ToldAssignments = {
  readonly memberId: string;
  readonly keys: ReadonlySet<string>;
} | null;

export type AssignmentsConsidered = {
  readonly told: ToldAssignments;
  /** Assigned, not accepted, and not told of yet. */
  readonly fresh: readonly OpenContact[];
  /** Keys of assignments that were told of and ask for nothing any more. */
  readonly over: readonly string[];
};

/** Names one assignment: the same contact may come to the same member again. */
export function assignmentKey({ contactId, assignedAt }: OpenContact): string {
  return `${contactId} ${assignedAt}`;
}

/**
 * What a look at the own contacts gives reason to tell (NO4, NO5). Looks see levels, so what was
 * assigned without a connection, or before the app was started, is told like everything else.
 */
export function considerAssignments(
  before: ToldAssignments,
  sight: OwnContactSight,
): AssignmentsConsidered {
  const keysBefore = before?.keys ?? new Set<string>();
  switch (sight.kind) {
    case 'signed-out':
      return { told: null, fresh: [], over: [...keysBefore] };
    case 'not-connected':
      return { told: before, fresh: [], over: [] };
    case 'live': {
      const assigned = sight.mine.filter(({ state }) => state === 'assigned');
      const keys = new Set(assigned.map(assignmentKey));
      const known = before?.memberId === sight.memberId ? keysBefore : new Set();
      return {
        told: { memberId: sight.memberId, keys },
        fresh: assigned.filter((contact) => !known.has(assignmentKey(contact))),
        over: [...keysBefore].filter((key) => !keys.has(key)),
      };
    }
  }
}
