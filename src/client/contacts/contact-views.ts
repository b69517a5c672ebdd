import type { LoadsOutcome, WaitingOutcome } from '../../shared/bridge/bridge.ts';
import type {
  ContactsView,
  OwnContactView,
  WaitingContactView,
} from '../../shared/bridge/contacts.ts';
import { openLinkSchema } from '../../shared/bridge/open-link.ts';
import type { Contact, OpenContact } from '../../shared/domain/contact.ts';
import type { Contacts, Loads } from '../../shared/protocol/contact-schemas.ts';
import type { Result } from '../client-problem.ts';
import type { TeamState } from '../team-client.ts';
import { localTime } from '../view/computer-time.ts';

type Clocks = Pick<TeamState, 'clockLeadMs'>;

/** What is shown of contacts; null where the server does not have them. */
export function contactsView(
  team: Clocks & Pick<TeamState, 'contacts'>,
  isLive: boolean,
): ContactsView | null {
  if (team.contacts === null) return null;
  const { mine, queue, revision } = team.contacts;
  const views = mine.map((contact) => ownView(contact, team));
  return {
    mine: [
      ...views.filter(({ state }) => state === 'assigned'),
      ...views.filter(({ state }) => state === 'accepted'),
    ],
    queue: isLive ? inLocalTime(queue, team) : null,
    revision,
  };
}

/** What is shown of what waits, or why it is not known. */
export function waitingOutcome(
  result: Result<Contacts>,
  team: Clocks & Pick<TeamState, 'replica'>,
): WaitingOutcome {
  if (!result.ok) return result;
  const waiting = result.value.waiting.flatMap((contact): WaitingContactView[] => {
    if (contact.state !== 'waiting') return [];
    const { returned } = contact;
    return [
      {
        ...wordsOf(contact, team),
        returned:
          returned === null
            ? null
            : {
                reason: returned.reason,
                name: team.replica.members.get(returned.memberId)?.name ?? null,
              },
      },
    ];
  });
  return { ok: true, waiting };
}

/** Who has room for contacts, or why that is not known. */
export function loadsOutcome(result: Result<Loads>): LoadsOutcome {
  return result.ok ? { ok: true, loads: result.value.loads } : result;
}

function ownView(contact: OpenContact, team: Clocks): OwnContactView {
  const { state, assignedAt } = contact;
  return { ...wordsOf(contact, team), state, assignedAt: localTime(assignedAt, team) };
}

function wordsOf(contact: Contact, team: Clocks) {
  const { contactId, customer, subject, channel, link, arrivedAt } = contact;
  return {
    contactId,
    customer,
    subject,
    channel,
    // Nothing else is ever opened, whatever a server says.
    link: openLinkSchema.safeParse(link).data ?? null,
    arrivedAt: localTime(arrivedAt, team),
  };
}

function inLocalTime({ waiting, oldestSince }: Contacts['queue'], team: Clocks) {
  return { waiting, oldestSince: oldestSince === null ? null : localTime(oldestSince, team) };
}
