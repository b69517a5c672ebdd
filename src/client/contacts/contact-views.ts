import type {
  ContactsView,
  OwnContactView,
  WaitingContactView,
  WaitingOutcome,
} from '../../shared/bridge/contacts.ts';
import type { Contact, OpenContact } from '../../shared/domain/contact.ts';
import type { Contacts } from '../../shared/protocol/contact-schemas.ts';
import type { Result } from '../client-problem.ts';
import type { TeamState } from '../team-client.ts';

/** A moment of the server's clock as this computer's clock has it, in epoch milliseconds. */
type ToLocal = (at: number) => number;

/** What is shown of contacts; null where the server does not have them. */
export function contactsView(
  { contacts }: Pick<TeamState, 'contacts'>,
  isLive: boolean,
  toLocal: ToLocal,
): ContactsView | null {
  if (contacts === null) return null;
  const { mine, queue, revision } = contacts;
  const views = mine.map((contact) => ownView(contact, toLocal));
  return {
    mine: [
      ...views.filter(({ state }) => state === 'assigned'),
      ...views.filter(({ state }) => state === 'accepted'),
    ],
    queue: isLive ? inLocalTime(queue, toLocal) : null,
    revision,
  };
}

/** What is shown of what waits, or why it is not known. */
export function waitingOutcome(
  result: Result<Contacts>,
  { replica }: Pick<TeamState, 'replica'>,
  toLocal: ToLocal,
): WaitingOutcome {
  if (!result.ok) return result;
  const waiting = result.value.waiting.flatMap((contact): WaitingContactView[] => {
    if (contact.state !== 'waiting') return [];
    const { returned } = contact;
    return [
      {
        ...wordsOf(contact, toLocal),
        returned:
          returned === null
            ? null
            : {
                reason: returned.reason,
                name: replica.members.get(returned.memberId)?.name ?? null,
              },
      },
    ];
  });
  return { ok: true, waiting };
}

function ownView(contact: OpenContact, toLocal: ToLocal): OwnContactView {
  const { state, assignedAt } = contact;
  return { ...wordsOf(contact, toLocal), state, assignedAt: toLocal(assignedAt) };
}

function wordsOf(
  { contactId, customer, subject, channel, link, arrivedAt }: Contact,
  toLocal: ToLocal,
) {
  return { contactId, customer, subject, channel, link, arrivedAt: toLocal(arrivedAt) };
}

function inLocalTime({ waiting, oldestSince }: Contacts['queue'], toLocal: ToLocal) {
  return { waiting, oldestSince: oldestSince === null ? null : toLocal(oldestSince) };
}
