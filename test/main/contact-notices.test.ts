import { describe, expect, it } from 'vitest';
import { assignmentKey } from '../../src/client/contacts/assignments.ts';
import type { AppCommand } from '../../src/main/commands.ts';
import { contactNotices } from '../../src/main/notifications/contact-notices.ts';
import type { Notice } from '../../src/main/ports.ts';
import type { Place } from '../../src/shared/bridge/view.ts';
import type { OpenContact } from '../../src/shared/domain/contact.ts';
import { createTranslator } from '../support/translators.ts';

function contact(customer: string, more: Partial<OpenContact> = {}): OpenContact {
  return {
    contactId: customer.toLowerCase(),
    customer,
    subject: 'Refund',
    channel: 'chat',
    externalId: null,
    link: null,
    arrivedAt: 0,
    state: 'assigned',
    memberId: 'me',
    assignedAt: 1,
    assignedBy: 'queue',
    ...more,
  } as OpenContact;
}

/** A notification centre that keeps everything until it is taken back. */
function centre(language: 'en' | 'de' = 'en') {
  const shown: Notice[] = [];
  const opened: Place[] = [];
  const ran: AppCommand[] = [];
  const notices = contactNotices({
    notifier: {
      notify: (notice) => {
        shown.push(notice);
        return () => void shown.splice(shown.indexOf(notice), 1);
      },
    },
    translate: () => createTranslator(language),
    open: (place) => opened.push(place),
    run: (command) => ran.push(command),
  });
  const said = () => shown.map(({ title, body }) => `${title}: ${body}`);
  return { notices, shown, opened, ran, said };
}

describe('NO5 the notification of an assigned contact', () => {
  it('says who waits and for what, and opens and does what its parts say', () => {
    const { notices, shown, opened, ran, said } = centre();
    notices.tell([contact('Maria')]);
    expect(said()).toEqual(['Maria is waiting for you: Refund · chat']);
    shown[0]?.onClick();
    expect(opened).toEqual([{ contactId: 'maria' }]);
    expect(shown[0]?.actions?.map(({ label }) => label)).toEqual(['Accept', 'Return']);
    for (const { onClick } of shown[0]?.actions ?? []) onClick();
    expect(ran).toEqual([
      { do: 'contact', act: 'accept', contactId: 'maria' },
      { do: 'contact', act: 'return', contactId: 'maria' },
    ]);
  });

  it('does without what is not known', () => {
    const { notices, said } = centre('de');
    notices.tell([contact('Maria', { subject: null, channel: null })]);
    expect(said()).toEqual(['Maria wartet auf Sie: Ihnen wurde ein Kontakt zugewiesen.']);
  });

  it('is one for each of a few, and one for all of many', () => {
    const { notices, opened, shown, said } = centre();
    notices.tell(['Ada', 'Ben', 'Cleo'].map((name) => contact(name)));
    expect(said()).toHaveLength(3);
    notices.takeBack(['Ada', 'Ben', 'Cleo'].map((name) => assignmentKey(contact(name))));
    const many = ['Ada', 'Ben', 'Cleo', 'Dan'].map((name) => contact(name));
    notices.tell(many);
    expect(said()).toEqual([
      '4 contacts are waiting for you: They were assigned to you and wait to be accepted.',
    ]);
    shown[0]?.onClick();
    expect(opened).toEqual(['contacts']);
    notices.takeBack(many.slice(1).map(assignmentKey));
    expect(said()).toHaveLength(1);
    notices.takeBack(many.slice(0, 1).map(assignmentKey));
    expect(said()).toEqual([]);
  });
});
