import { describe, expect, it } from 'vitest';
import { ContactNews, toAccept } from '../../../src/renderer/board/contacts/contact-news.ts';
import {
  BrowserNotices,
  type NotificationApi,
} from '../../../src/renderer/board/runtime/browser-notices.ts';
import type { ContactsView, OwnContactView } from '../../../src/shared/bridge/contacts.ts';

const contact = (
  contactId: string,
  state: OwnContactView['state'] = 'assigned',
  assignedAt = 1,
): OwnContactView => ({
  contactId,
  customer: contactId,
  subject: null,
  channel: null,
  link: null,
  arrivedAt: 0,
  state,
  assignedAt,
});
const view = (mine: readonly OwnContactView[], isLive = true): ContactsView => ({
  mine,
  queue: isLive ? { waiting: 0, oldestSince: null } : null,
  revision: 0,
});

function news() {
  const said: string[] = [];
  const watch = new ContactNews(({ contactId }) => {
    said.push(`+${contactId}`);
    return () => said.push(`-${contactId}`);
  });
  return { said, watch };
}

describe('assigned contacts', () => {
  it('NO5 are told of once, also those that were there before the page', () => {
    const { said, watch } = news();
    watch.look(view([contact('orchid'), contact('wolf', 'accepted')]));
    watch.look(view([contact('orchid'), contact('wolf', 'accepted')]));
    expect(said).toEqual(['+orchid']);
  });

  it('NO5 are taken back when they are accepted or gone', () => {
    const { said, watch } = news();
    watch.look(view([contact('orchid'), contact('wolf')]));
    watch.look(view([contact('orchid', 'accepted')]));
    expect(said).toEqual(['+orchid', '+wolf', '-orchid', '-wolf']);
  });

  it('NO5 are told of again when they come again', () => {
    const { said, watch } = news();
    watch.look(view([contact('orchid')]));
    watch.look(view([contact('orchid', 'assigned', 2)]));
    expect(said).toEqual(['+orchid', '-orchid', '+orchid']);
  });

  it('NO1 are no news after a reconnect', () => {
    const { said, watch } = news();
    watch.look(view([contact('orchid')]));
    watch.look(view([], false));
    watch.look(null);
    watch.look(view([contact('orchid')]));
    expect(said).toEqual(['+orchid']);
  });

  it('WB5 are counted until they are accepted', () => {
    expect(toAccept(view([contact('orchid'), contact('wolf', 'accepted')]))).toHaveLength(1);
    expect(toAccept(null)).toEqual([]);
  });
});

describe('notifications of a browser', () => {
  function browser(permission: NotificationApi['permission'], answer = permission) {
    const shown = new Map<string, () => void>();
    class Shown {
      static permission = permission;
      static requestPermission = async () => answer;
      readonly #title: string;
      constructor(title: string) {
        this.#title = title;
        shown.set(title, () => undefined);
      }
      addEventListener(_type: 'click', listener: () => void) {
        shown.set(this.#title, listener);
      }
      close() {
        shown.delete(this.#title);
      }
    }
    return { notices: new BrowserNotices(Shown), shown };
  }
  const notice = (onClick = () => undefined as unknown) => ({
    title: 'Orchid GmbH',
    body: '',
    tag: 'orchid',
    onClick: () => void onClick(),
  });

  it('WB5 are shown from the click on that permits them', async () => {
    const { notices, shown } = browser('default', 'granted');
    notices.show(notice());
    expect(shown.size).toBe(0);
    expect(notices.permission.value).toBe('to-ask');
    await notices.ask();
    const takeBack = notices.show(notice());
    expect([...shown.keys()]).toEqual(['Orchid GmbH']);
    takeBack();
    expect(shown.size).toBe(0);
  });

  it('lead to the contacts with a click', () => {
    const { notices, shown } = browser('granted');
    let clicks = 0;
    notices.show(notice(() => (clicks += 1)));
    shown.get('Orchid GmbH')?.();
    expect([clicks, shown.size]).toEqual([1, 0]);
  });

  it('WB5 are not asked for twice where the member has refused', async () => {
    const { notices } = browser('default', 'denied');
    await notices.ask();
    expect(notices.permission.value).toBe('refused');
    expect(new BrowserNotices(undefined).permission.value).toBe('unsupported');
  });
});
