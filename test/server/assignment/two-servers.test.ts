import { expect, it } from 'vitest';
import { PostgresServer } from '../../../scripts/postgres-server.ts';
import { openPostgresStore } from '../../../src/server/store/postgres/postgres-store.ts';
import type { Store } from '../../../src/server/store/store.ts';
import { ContactServer, SHOP, storeContactTeam } from '../../support/contact-team.ts';
import { FailingStore } from '../../support/failing-store.ts';
import { listener } from '../../support/log-listener.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { AssignmentCheck } from './trial/assignment-check.ts';

const MEMBERS = ['m0', 'm1', 'm2', 'm3'];
const CONTACTS = 60;
const CAPACITY = 3;

it('AS4: two servers on one PostgreSQL never give a contact twice, nor too many to anybody', async () => {
  await using postgres = await PostgresServer.start();
  const url = await postgres.createDatabase();
  const violations: string[] = [];
  const clock = new ManualClock();
  const open = async (): Promise<Store> => {
    const store = openPostgresStore({ url, warn: () => undefined });
    await store.prepare();
    return store;
  };
  const boot = async (name: string) => {
    const store = await open();
    const check = new AssignmentCheck((what) => violations.push(what));
    const { store: watched } = new FailingStore(store, {
      fateOfNext: () => 'works',
      onBegin: (tx) => check.watch(tx),
      onCommit: () => check.committed(),
      onDeath: () => undefined,
    });
    let count = 0;
    const server = new ContactServer(watched, clock, () => {
      count += 1;
      return `${name}-${count}`;
    });
    const hear = listener({ onChanges: ({ changes }) => check.hear(changes) });
    await server.log.follow('team', hear);
    await server.start();
    for (const member of MEMBERS) await server.connect(member);
    return { server, store };
  };
  const first = await open();
  await storeContactTeam(first, { m0: 'owner', m1: 'agent', m2: 'agent', m3: 'agent' });
  const [one, two] = [await boot('one'), await boot('two')];

  // Customers come to both servers, and are served by whoever has them, at either server.
  const ids = Array.from({ length: CONTACTS }, async (_, index) => {
    const { server } = index % 2 === 0 ? one : two;
    const { contactId } = await server.team.put({ customer: `K${index}` }, SHOP);
    return contactId;
  });
  const serve = async ({ server }: typeof one): Promise<void> => {
    for (let left = true; left; ) {
      const open = await first.read.contacts.list('team', {
        states: ['waiting', 'assigned'],
        limit: CONTACTS,
      });
      left = open.length > 0;
      for (const memberId of MEMBERS) {
        const has = open.filter((one) => one.state === 'assigned' && one.memberId === memberId);
        expect(has.length).toBeLessThanOrEqual(CAPACITY);
      }
      await Promise.all(
        open
          .filter((contact) => contact.state === 'assigned')
          .map(({ contactId }) => server.team.close(contactId, SHOP)),
      );
    }
  };
  const put = new Set(await Promise.all(ids));
  await Promise.all([serve(one), serve(two)]);

  expect(violations).toEqual([]);
  expect(put.size).toBe(CONTACTS);
  const closed = await first.read.contacts.list('team', { states: ['closed'], limit: 1_000 });
  expect(new Set(closed.map(({ contactId }) => contactId))).toEqual(put);
  const audit = await first.read.audit.entries('team', { limit: 1_000 });
  const given = audit.filter(({ action }) => action === 'contact.assigned');
  expect(given).toHaveLength(CONTACTS);
  for (const { server, store } of [one, two]) {
    await server.close();
    await store.close();
  }
  await first.close();
});
