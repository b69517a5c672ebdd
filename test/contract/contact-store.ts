import { describe, expect, it } from 'vitest';
import type { ContactWriter, KeptContact } from '../../src/server/store/contacts.ts';
import type { Store } from '../../src/server/store/store.ts';
import type { Contact } from '../../src/shared/domain/contact.ts';
import {
  accepted,
  arrived,
  assigned,
  closed,
  returned,
} from '../../src/shared/domain/contact-steps.ts';
import { storeMember, storeTeam } from '../support/stored-team.ts';
import { ada, type StoreUnderTest, withTeam } from './store-under-test.ts';

/** A contact that has just arrived. */
function customer(contactId: string, more: Partial<Contact> = {}) {
  return arrived({
    contactId,
    customer: `Customer ${contactId}`,
    subject: null,
    channel: null,
    externalId: null,
    link: null,
    arrivedAt: 1_000,
    ...more,
  });
}

function change<T>(store: Store, work: (contacts: ContactWriter) => Promise<T>): Promise<T> {
  return store.change('team', (tx) => work(tx.contacts));
}

function add(store: Store, ...contacts: ReturnType<typeof customer>[]): Promise<void> {
  return change(store, async (tx) => {
    for (const contact of contacts) await tx.add(contact);
  });
}

function save(store: Store, contact: Contact, more: Partial<KeptContact> = {}): Promise<void> {
  return change(store, (tx) =>
    tx.save({ contact, declinedBy: [], givenOfflineSince: null, ...more }),
  );
}

const idsOf = (contacts: readonly Contact[]) => contacts.map((contact) => contact.contactId);
const keptIdsOf = (kept: readonly KeptContact[]) => idsOf(kept.map(({ contact }) => contact));

/** What every store does with contacts. `create` answers an empty one. */
export function contactStoreContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`${name} as a store of contacts`, () => {
    it('keeps everything that is known of a contact, in each of its states', async () => {
      await using under = await withTeam(create);
      const { store } = under;
      const waiting = customer('c', {
        subject: `Robert'); DROP TABLE contacts;--`,
        channel: 'chat',
        externalId: '<b>1</b>',
        link: 'https://example.com/1?a=b&c',
        arrivedAt: Date.UTC(2026, 0, 5),
      });
      await add(store, waiting);
      const given = assigned(waiting, 'bo', 'hand', 2_000);
      const taken = accepted(given, 3_000);
      const back = returned(taken, 'left-team', 4_000);
      const other = await under.openAnother();
      expect(await other.read.contacts.find('team', 'c')).toEqual(waiting);
      for (const contact of [given, taken, back, closed(taken, 5_000), closed(back, 6_000)]) {
        const queueKnows = { declinedBy: ['ada'], givenOfflineSince: 1_500 };
        await save(store, contact, queueKnows);
        expect(await store.read.contacts.find('team', 'c')).toEqual(contact);
        expect(await other.read.contacts.find('team', 'c')).toEqual(contact);
        const kept = await change(other, (tx) => tx.find('c'));
        expect(kept).toEqual({ contact, ...queueKnows });
      }
      expect(await store.read.contacts.find('team', 'nobody')).toBeNull();
      expect(await change(store, (tx) => tx.find('nobody'))).toBeNull();
    });

    it('AS1: the queue has an order: new ones come last, those that come back first', async () => {
      await using under = await withTeam(create);
      const { store } = under;
      expect(await store.read.contacts.queue('team')).toEqual({ waiting: 0, oldestSince: null });
      expect(await store.read.contacts.anyOpen('team')).toBe(false);
      const [a, b, c] = [
        customer('a', { arrivedAt: 30 }),
        customer('b', { arrivedAt: 10 }),
        customer('c', { arrivedAt: 20 }),
      ];
      await add(store, a, b);
      await add(store, c);
      expect(await store.read.contacts.queue('team')).toEqual({ waiting: 3, oldestSince: 10 });
      expect(await store.read.contacts.waiting('team', 9)).toEqual([a, b, c]);
      const given = assigned(b, 'bo', 'queue', 50);
      await save(store, given);
      expect(await store.read.contacts.queue('team')).toEqual({ waiting: 2, oldestSince: 20 });
      await save(store, returned(given, 'offline', 60));
      expect(idsOf(await store.read.contacts.waiting('team', 9))).toEqual(['b', 'a', 'c']);
      expect(idsOf(await store.read.contacts.waiting('team', 2))).toEqual(['b', 'a']);
      const rest = await change(store, (tx) => tx.waiting({ skip: 1, limit: 9 }));
      expect(keptIdsOf(rest)).toEqual(['a', 'c']);
      await save(store, closed(a, 70));
      await add(store, customer('d'));
      expect(idsOf(await store.read.contacts.waiting('team', 9))).toEqual(['b', 'c', 'd']);
      expect(await change(store, (tx) => tx.queue())).toEqual({ waiting: 3, oldestSince: 10 });
    });

    it('AS3: knows who has how many, and whose last assignment is the longest ago', async () => {
      await using under = await withTeam(create);
      const { store } = under;
      await storeMember(store, { ...ada, memberId: 'cy', email: 'cy@example.com' });
      await storeMember(store, { ...ada, memberId: 'off', email: 'off@example.com' });
      await store.change('team', async (tx) => {
        await tx.members.change('cy', { receivesContacts: false, capacity: 7 });
        await tx.members.change('off', { active: false });
      });
      const candidates = async () =>
        [...(await change(store, (tx) => tx.candidates()))].sort((one, other) =>
          one.memberId < other.memberId ? -1 : 1,
        );
      const fresh = { receivesContacts: true, capacity: 3, open: 0, lastAssignment: 0 };
      expect(await candidates()).toEqual([
        { ...fresh, memberId: 'ada' },
        { ...fresh, memberId: 'bo' },
        { ...fresh, memberId: 'cy', receivesContacts: false, capacity: 7 },
      ]);
      const [a, b, c] = [customer('a'), customer('b'), customer('c')];
      await add(store, a, b, c);
      await change(store, async (tx) => {
        const queueKnows = { declinedBy: [], givenOfflineSince: null };
        await tx.save({ contact: assigned(a, 'bo', 'queue', 1), ...queueKnows });
        await tx.save({ contact: assigned(b, 'ada', 'queue', 1), ...queueKnows });
      });
      await save(store, assigned(c, 'bo', 'hand', 1));
      await save(store, closed(b, 2));
      expect(await candidates()).toMatchObject([
        { memberId: 'ada', open: 0, lastAssignment: 2 },
        { memberId: 'bo', open: 2, lastAssignment: 3 },
        { memberId: 'cy', open: 0, lastAssignment: 0 },
      ]);
      const open = await store.read.contacts.open('team');
      expect(idsOf(open.get('bo') ?? [])).toEqual(['c', 'a']);
      expect([...open.keys()]).toEqual(['bo']);
    });

    it('AS6: finds what nobody has accepted, and what those who were switched off had', async () => {
      await using under = await withTeam(create);
      const { store } = under;
      const [a, b, c, d] = [customer('a'), customer('b'), customer('c'), customer('d')];
      await add(store, a, b, c, d);
      await save(store, assigned(a, 'bo', 'queue', 1));
      await save(store, accepted(assigned(b, 'bo', 'queue', 1), 2));
      await save(store, closed(assigned(c, 'bo', 'queue', 1), 3));
      await save(store, assigned(d, 'ada', 'queue', 1));
      expect(keptIdsOf(await change(store, (tx) => tx.unaccepted())).sort()).toEqual(['a', 'd']);
      expect(await change(store, (tx) => tx.abandoned())).toEqual([]);
      await store.change('team', (tx) => tx.members.change('bo', { active: false }));
      expect(keptIdsOf(await change(store, (tx) => tx.abandoned())).sort()).toEqual(['a', 'b']);
    });

    it('refuses an external id that an open contact of the team has, and goes on', async () => {
      await using under = await withTeam(create);
      const { store } = under;
      const first = customer('a', { externalId: 'ticket-1' });
      await change(store, async (tx) => {
        await tx.add(first);
        const twin = tx.add(customer('b', { externalId: 'ticket-1' }));
        await expect(twin).rejects.toMatchObject({ code: 'conflict' });
        await tx.add(customer('c'));
        await tx.add(customer('d'));
      });
      expect(idsOf(await store.read.contacts.waiting('team', 9))).toEqual(['a', 'c', 'd']);
      await save(store, closed(first, 5));
      await add(store, customer('b', { externalId: 'ticket-1' }));
      await storeTeam(store, 'other', 'Other');
      await store.change('other', (tx) =>
        tx.contacts.add(customer('e', { externalId: 'ticket-1' })),
      );
      expect((await store.read.contacts.queue('team')).waiting).toBe(3);
      expect((await store.read.contacts.queue('other')).waiting).toBe(1);
    });

    it('shows and changes contacts of one team only', async () => {
      await using under = await withTeam(create);
      const { store } = under;
      await storeTeam(store, 'other', 'Other');
      const contact = customer('a');
      await add(store, contact);
      expect(await store.read.contacts.find('other', 'a')).toBeNull();
      await store.change('other', async (tx) => {
        expect(await tx.contacts.find('a')).toBeNull();
        expect(await tx.contacts.waiting({ skip: 0, limit: 9 })).toEqual([]);
        expect(await tx.contacts.candidates()).toEqual([]);
        await tx.contacts.save({
          contact: closed(contact, 1),
          declinedBy: [],
          givenOfflineSince: null,
        });
      });
      expect(await store.read.contacts.find('team', 'a')).toEqual(contact);
      expect(await store.read.contacts.list('other', { limit: 9 })).toEqual([]);
    });

    it('lists contacts by state in parts, the latest arrived first', async () => {
      await using under = await withTeam(create);
      const { store } = under;
      const all = [
        customer('a', { arrivedAt: 1 }),
        customer('b', { arrivedAt: 2 }),
        customer('c', { arrivedAt: 2 }),
        customer('d', { arrivedAt: 3 }),
      ];
      await add(store, ...all);
      const { contacts } = store.read;
      expect(idsOf(await contacts.list('team', { limit: 9 }))).toEqual(['d', 'c', 'b', 'a']);
      const first = await contacts.list('team', { limit: 2 });
      expect(idsOf(first)).toEqual(['d', 'c']);
      expect(idsOf(await contacts.list('team', { limit: 9, after: first.at(-1) }))).toEqual([
        'b',
        'a',
      ]);
      for (const contact of all.slice(2)) await save(store, closed(contact, 9));
      const open = await contacts.list('team', { states: ['waiting', 'assigned'], limit: 9 });
      expect(idsOf(open)).toEqual(['b', 'a']);
    });

    it('forgets closed contacts when they are old, and no others', async () => {
      await using under = await withTeam(create);
      const { store } = under;
      const [a, b, c] = [customer('a'), customer('b'), customer('c')];
      await add(store, a, b, c);
      await save(store, closed(a, 99));
      await save(store, closed(b, 100));
      expect(await store.forgetContacts(100)).toBe(1);
      expect(idsOf(await store.read.contacts.list('team', { limit: 9 })).sort()).toEqual([
        'b',
        'c',
      ]);
      expect(await store.forgetContacts(100)).toBe(0);
    });
  });
}
