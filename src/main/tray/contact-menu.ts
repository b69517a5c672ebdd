import type { ContactsView, OwnContactView } from '../../shared/bridge/contacts.ts';
import type { AppView } from '../../shared/bridge/view.ts';
import type { Translate } from '../language/translate.ts';
import type { TrayMenuItem } from '../ports.ts';

/** More than the capacity of most; the window shows the rest. */
const MOST_TO_ACCEPT = 5;

type TeamView = Extract<AppView, { kind: 'team' }>;

/** How many wait, and what waits for the member to accept it; nothing where nothing is known. */
export function contactItems({ contacts }: TeamView, t: Translate): readonly TrayMenuItem[] {
  // Without a connection nothing of it is live (PR9).
  if (contacts === null || contacts.queue === null) return [];
  const { waiting } = contacts.queue;
  return [
    {
      kind: 'action',
      label:
        waiting === 0 ? t('contactNews.noneWaiting') : t('contactNews.waiting', { count: waiting }),
      command: { do: 'open', place: 'contacts' },
    },
    ...toAccept(contacts)
      .slice(0, MOST_TO_ACCEPT)
      .map((contact) => itemOf(contact, t)),
  ];
}

/** The own contacts that are not accepted yet, as far as that is known live. */
export function toAccept({ mine, queue }: ContactsView): readonly OwnContactView[] {
  return queue === null ? [] : mine.filter(({ state }) => state === 'assigned');
}

function itemOf({ contactId, customer }: OwnContactView, t: Translate): TrayMenuItem {
  return {
    kind: 'submenu',
    label: t('contactNews.forYou', { customer }),
    items: [
      ...(['accept', 'return'] as const).map(
        (act): TrayMenuItem => ({
          kind: 'action',
          label: t(`contactNews.${act}`),
          command: { do: 'contact', act, contactId },
        }),
      ),
      { kind: 'action', label: t('tray.openAt'), command: { do: 'open', place: { contactId } } },
    ],
  };
}
