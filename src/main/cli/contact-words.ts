import type { ContactsReport, ReportedContact } from '../control/contact-report.ts';
import type { Translate } from '../language/translate.ts';

/** Of an id, which has no meaning, as much as tells it from others. */
const SHOWN_OF_ID = 8;

/** How many wait, and the own contacts, each with what names it in a command. */
export function contactLines({ live, connected }: ContactsReport, t: Translate): readonly string[] {
  if (!connected) return [t('cli.notConnected')];
  if (live === null) return [t('cli.unclearContact.no-contacts')];
  const { waiting, mine } = live;
  const states = mine.map(({ state }) => t(`cli.contactState.${state}`));
  const width = Math.max(0, ...states.map(({ length }) => length));
  return [
    waiting === 0 ? t('contactNews.noneWaiting') : t('contactNews.waiting', { count: waiting }),
    ...mine.map((contact, index) => {
      const id = contact.contactId.slice(0, SHOWN_OF_ID).padEnd(SHOWN_OF_ID);
      return `${id}  ${(states[index] ?? '').padEnd(width)}  ${aboutWords(contact)}`;
    }),
  ];
}

function aboutWords({ customer, subject, channel }: ReportedContact): string {
  return [customer, subject, channel].filter((part) => part !== null).join(' · ');
}
