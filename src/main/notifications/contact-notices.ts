import { assignmentKey } from '../../client/contacts/assignments.ts';
import type { Place } from '../../shared/bridge/view.ts';
import type { OpenContact } from '../../shared/domain/contact.ts';
import type { AppCommand } from '../commands.ts';
import type { Translate } from '../language/translate.ts';
import type { Notice, NotifierPort } from '../ports.ts';

/** So many at once are told of one by one, each with its actions; more become one notification. */
const MOST_APART = 3;

export type ContactNoticesOptions = {
  readonly notifier: NotifierPort;
  /** The language of the moment. */
  readonly translate: () => Translate;
  readonly open: (place: Place) => void;
  readonly run: (command: AppCommand) => void;
};

type Shown = { readonly keys: Set<string>; readonly takeBack: () => void };

/** Notifications of contacts that were assigned to the member (NO5). Nothing silences them (NO4). */
export class ContactNotices {
  readonly #options: ContactNoticesOptions;
  readonly #shown = new Set<Shown>();

  constructor(options: ContactNoticesOptions) {
    this.#options = options;
  }

  tell(contacts: readonly OpenContact[]): void {
    if (contacts.length > MOST_APART) this.#show(contacts, this.#summary(contacts.length));
    else for (const contact of contacts) this.#show([contact], this.#noticeOf(contact));
  }

  /** Takes back what was told of assignments; of several at once when none is left. */
  takeBack(keys: readonly string[]): void {
    for (const shown of this.#shown) {
      for (const key of keys) shown.keys.delete(key);
      if (shown.keys.size > 0) continue;
      this.#shown.delete(shown);
      shown.takeBack();
    }
  }

  #show(contacts: readonly OpenContact[], notice: Notice): void {
    const takeBack = this.#options.notifier.notify(notice);
    this.#shown.add({ keys: new Set(contacts.map(assignmentKey)), takeBack });
  }

  #summary(count: number): Notice {
    const { translate, open } = this.#options;
    const t = translate();
    return {
      title: t('contactNews.several', { count }),
      body: t('contactNews.severalBody'),
      onClick: () => open('contacts'),
    };
  }

  #noticeOf({ contactId, customer, subject, channel }: OpenContact): Notice {
    const { translate, open, run } = this.#options;
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
}
