import { openSqliteStore } from '../../src/server/store/sqlite/sqlite-store.ts';
import { arrived } from '../../src/shared/domain/contact-steps.ts';
import { ManualClock } from './manual-clock.ts';

/** Puts customers into the queue of a server's data, before anybody is there to take them. */
export async function putContacts(dataFolder: string, ...customers: string[]): Promise<void> {
  const store = openSqliteStore(dataFolder, new ManualClock());
  for (const { teamId } of await store.teams()) {
    await store.change(teamId, async (tx) => {
      for (const customer of customers) {
        const nothing = { subject: null, channel: null, externalId: null, link: null };
        const facts = { ...nothing, contactId: customer, customer, arrivedAt: Date.now() };
        await tx.contacts.add(arrived(facts));
      }
    });
  }
  await store.close();
}
