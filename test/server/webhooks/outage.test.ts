import Fastify from 'fastify';
import { expect, it, vi } from 'vitest';
import { PostgresServer } from '../../../scripts/postgres-server.ts';
import { openPostgresStore } from '../../../src/server/store/postgres/postgres-store.ts';
import { systemClock } from '../../../src/server/system-clock.ts';
import { Dispatcher } from '../../../src/server/webhooks/dispatcher.ts';
import { Receiver } from '../../support/receiver.ts';
import { storeMember, storeTeam } from '../../support/stored-team.ts';

/** How long what the database did not get to know may wait once it is back, in milliseconds: less than a lease. */
const SOON_MS = 10_000;

it('WH3: what arrives while the database is away is sent again soon after, and holds nothing up', async () => {
  await using postgres = await PostgresServer.start();
  await using receiver = await Receiver.start();
  const url = await postgres.createDatabase();
  const store = openPostgresStore({ url, warn: () => undefined });
  await using stack = new AsyncDisposableStack();
  stack.defer(() => store.close());
  await store.prepare();
  await storeTeam(store);
  const ada = { memberId: 'ada', teamId: 'team', email: 'ada@example.com', name: 'Ada' };
  await storeMember(store, { ...ada, role: 'agent', createdAt: 0 });
  const webhook = { webhookId: 'hook', teamId: 'team', url: receiver.url, active: true };
  const events = ['status.changed'] as const;
  const fields = { events, createdBy: null, createdAt: 0, failingSince: null };
  await store.change('team', (tx) => tx.webhooks.add({ ...webhook, ...fields }, 'whsec_test'));
  const dispatcher = new Dispatcher({
    store,
    clock: systemClock,
    logger: Fastify().log,
    random: Math.random,
    allowPrivate: true,
  });
  stack.defer(() => dispatcher.close());
  dispatcher.start();

  const stopped = Promise.withResolvers<void>();
  receiver.answers.push((response) => {
    void postgres.stop().then(() => {
      response.writeHead(204).end();
      stopped.resolve();
    });
  });
  const entries = (['online', 'busy'] as const).map((status, at) => ({
    ...{ memberId: 'ada', status, cause: 'chosen' as const, since: Date.now() + at },
    deviceName: 'PC',
  }));
  await store.savePresence({ entries, devices: new Map() });
  await stopped.promise;
  await postgres.run();
  await vi.waitFor(
    async () => {
      const log = await store.read.webhooks.deliveries('hook', { limit: 10 });
      expect(log.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    },
    { timeout: SOON_MS, interval: 100 },
  );
  const statuses = receiver.events.map(({ status }) => status);
  expect(statuses).toEqual(['online', 'online', 'busy']);
}, 60_000);
