import { AssignmentNotices } from '../../client/contacts/assignment-notices.ts';
import type { Place } from '../../shared/bridge/view.ts';
import type { OpenContact } from '../../shared/domain/contact.ts';
import type { AppCommand } from '../commands.ts';
import type { Translate } from '../language/translate.ts';
import type { Notice, NotifierPort } from '../ports.ts';

export type ContactNoticesOptions = {
  readonly notifier: NotifierPort;
  /** The language of the moment. */
  readonly translate: () => Translate;
  readonly open: (place: Place) => void;
  readonly run: (command: AppCommand) => void;
};

/** Notifications of contacts that were assigned to the member (NO5). Nothing silences them (NO4). */
export function contactNotices(options: ContactNoticesOptions): AssignmentNotices {
  const { notifier } = options;
  return new AssignmentNotices((contacts) => {
    const [first, ...others] = contacts;
    const isOfOne = first !== undefined && others.length === 0;
    return notifier.notify(isOfOne ? noticeOf(first, options) : summary(contacts.length, options));
  });
}

function summary(count: number, { translate, open }: ContactNoticesOptions): Notice {
  const t = translate();
  return {
    title: t('contactNews.several', { count }),
    body: t('contactNews.severalBody'),
    onClick: () => open('contacts'),
  };
}

function noticeOf(
  { contactId, customer, subject, channel }: OpenContact,
  { translate, open, run }: ContactNoticesOptions,
): Notice {
  const t = translate();
  const about = [subject, channel].filter((part) => part !== null);
  return {
    title: t('contactNews.title', { customer }),
    body: about.length === 0 ? t('contactNews.body') : about.join(' · '),
    onClick: () => open({ contactId }),
    actions: (['accept', 'return'] as const).map((act) => ({
      label: t(`contactNews.${act}`),
      onClick: () => run({ do: 'contact', act, contactId }),
    })),
  };
}
