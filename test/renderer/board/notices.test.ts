import { describe, expect, it } from 'vitest';
import { toAccept } from '../../../src/renderer/board/contacts/to-accept.ts';
import {
  BrowserNotices,
  type NotificationApi,
} from '../../../src/renderer/board/runtime/browser-notices.ts';
import type { ContactsView, OwnContactView } from '../../../src/shared/bridge/contacts.ts';

const contact = (
  contactId: string,
  state: OwnContactView['state'] = 'assigned',
): OwnContactView => ({
  contactId,
  customer: contactId,
  subject: null,
  channel: null,
  link: null,
  arrivedAt: 0,
  state,
  assignedAt: 1,
});
const view = (mine: readonly OwnContactView[]): ContactsView => ({
  mine,
  queue: { waiting: 0, oldestSince: null },
  revision: 0,
});

it('WB5 contacts are counted until they are accepted', () => {
  expect(toAccept(view([contact('orchid'), contact('wolf', 'accepted')]))).toHaveLength(1);
  expect(toAccept(null)).toEqual([]);
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
