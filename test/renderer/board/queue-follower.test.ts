import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/renderer/board/api/http.ts';
import {
  afterNews,
  type ContactList,
  type ContactLists,
} from '../../../src/renderer/board/queue/contact-lists.ts';
import { QueueFollower } from '../../../src/renderer/board/queue/queue-follower.ts';
import type { ContactFilter } from '../../../src/shared/api/contacts.ts';
import type { Page } from '../../../src/shared/api/page.ts';
import type { Contact } from '../../../src/shared/domain/contact.ts';
import type { ContactEvent, ContactNews } from '../../../src/shared/protocol/contact-schemas.ts';

const facts = { subject: null, channel: null, externalId: null, link: null };
const waiting = (contactId: string, returnedAt?: number): Contact => ({
  ...facts,
  contactId,
  customer: contactId,
  arrivedAt: Number(contactId),
  state: 'waiting',
  returned:
    returnedAt === undefined ? null : { reason: 'returned', memberId: 'anna', at: returnedAt },
});
const assigned = (contactId: string): Contact => ({
  ...facts,
  contactId,
  customer: contactId,
  arrivedAt: Number(contactId),
  state: 'assigned',
  memberId: 'anna',
  assignedAt: 50,
  assignedBy: 'queue',
});
const closed = (contactId: string): Contact => ({
  ...facts,
  contactId,
  customer: contactId,
  arrivedAt: Number(contactId),
  state: 'closed',
  memberId: 'anna',
  closedAt: 60,
});
const news = (why: ContactNews, contact: Contact): ContactEvent => ({ why, contact });
const whole = (...items: readonly Contact[]): ContactList => ({ items, isCut: false });
const cut = (...items: readonly Contact[]): ContactList => ({ items, isCut: true });
const ids = ({ waiting: { items }, open }: ContactLists) => [
  items.map(({ contactId }) => contactId).join(' '),
  open.items.map(({ contactId }) => contactId).join(' '),
];

describe('the queue as managers see it', () => {
  const before = { waiting: whole(waiting('3'), waiting('4')), open: whole(assigned('2')) };

  it('AS1 has who is new at its end, once', () => {
    const after = afterNews(before, news('arrived', waiting('5')));
    expect(ids(after)).toEqual(['3 4 5', '2']);
    expect(ids(afterNews(after, news('arrived', waiting('5'))))).toEqual(['3 4 5', '2']);
  });

  it('AS6 has who comes back at its head, once', () => {
    const after = afterNews(before, news('returned', waiting('2', 70)));
    expect(ids(after)).toEqual(['2 3 4', '']);
    const next = afterNews(after, news('returned', waiting('1', 71)));
    expect(ids(afterNews(next, news('returned', waiting('2', 70))))).toEqual(['1 2 3 4', '']);
  });

  it('loses who is given to somebody, the latest of whom come first', () => {
    const after = afterNews(before, news('assigned', assigned('4')));
    expect(ids(after)).toEqual(['3', '4 2']);
    expect(ids(afterNews(after, news('assigned', assigned('3'))))).toEqual(['', '4 3 2']);
    expect(ids(afterNews(after, news('closed', closed('4'))))).toEqual(['3', '2']);
  });

  it('does not guess what follows what is shown of a long one', () => {
    const long = { waiting: cut(waiting('3'), waiting('4')), open: cut(assigned('2')) };
    expect(ids(afterNews(long, news('arrived', waiting('5'))))).toEqual(['3 4', '2']);
    expect(ids(afterNews(long, news('assigned', assigned('1'))))).toEqual(['3 4', '2']);
  });
});

/** A server whose answers wait until they are let go, with lists of so many contacts a part. */
function scene(
  lists: Record<'waiting' | 'open', readonly Contact[]>,
  { part = 200, refusals = 0 } = {},
) {
  const held: (() => void)[] = [];
  const asked: string[] = [];
  const follower = new QueueFollower({
    pause: () => Promise.resolve(),
    list: (state: ContactFilter, cursor = '0') => {
      asked.push(`${state} ${cursor}`);
      const all = lists[state === 'waiting' ? 'waiting' : 'open'];
      const from = Number(cursor);
      const items = all.slice(from, from + part);
      const next = all.length > from + part ? String(from + part) : null;
      const reply: Reply<Page<Contact>> =
        asked.length <= refusals
          ? { ok: false, problem: { code: 'unavailable' } }
          : { ok: true, value: { items, next } };
      return new Promise((resolve) => held.push(() => resolve(reply)));
    },
  });
  const answerOnce = async () => {
    for (const letGo of held.splice(0)) letGo();
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  const answer = async () => {
    while (held.length > 0) await answerOnce();
  };
  const told: { take: (event: ContactEvent) => void } = { take: () => expect.unreachable() };
  const end = follower.follow(({ onNews }) => {
    told.take = onNews;
    return () => undefined;
  });
  const take = (event: ContactEvent) => told.take(event);
  const shown = () => {
    const { value } = follower.state;
    return value.kind === 'shown' ? ids(value.value) : value.kind;
  };
  return { follower, take, end, asked, answerOnce, answer, shown };
}

describe('the page of the queue', () => {
  it('asks once, and then goes by what it is told', async () => {
    const { take, asked, answer, shown } = scene({ waiting: [waiting('3')], open: [] });
    expect(shown()).toBe('loading');
    await answer();
    take(news('arrived', waiting('4')));
    take(news('assigned', assigned('3')));
    expect(shown()).toEqual(['4', '3']);
    expect(asked).toEqual(['waiting 0', 'open 0']);
  });

  it('misses nothing that happens while it asks', async () => {
    const { take, answer, shown } = scene({ waiting: [waiting('3')], open: [] });
    take(news('arrived', waiting('4')));
    await answer();
    expect(shown()).toEqual(['3 4', '']);
  });

  it('asks for more of a long list, and for that one again when something changes', async () => {
    const list = [waiting('1'), waiting('2'), waiting('3')];
    const { follower, take, asked, answer, shown } = scene(
      { waiting: list, open: [] },
      { part: 2 },
    );
    await answer();
    expect(shown()).toEqual(['1 2', '']);
    asked.length = 0;
    take(news('assigned', assigned('1')));
    await answer();
    expect(asked).toEqual(['waiting 0', 'open 0']);
    follower.showMore('waiting');
    await answer();
    expect(shown()).toEqual(['1 2 3', '']);
  });

  it('asks again by itself where it was refused, as long as somebody looks', async () => {
    const lists = { waiting: [waiting('3')], open: [] };
    const { answer, shown } = scene(lists, { refusals: 3 });
    await answer();
    expect(shown()).toEqual(['3', '']);
    const left = scene(lists, { refusals: Number.POSITIVE_INFINITY });
    await left.answerOnce();
    expect(left.shown()).toBe('failed');
    left.end();
    await left.answer();
    const { length } = left.asked;
    await left.answerOnce();
    expect(left.asked).toHaveLength(length);
  });
});
