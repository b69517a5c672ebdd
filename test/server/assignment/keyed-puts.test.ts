import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/server/store/store.ts';
import { ContactServer, numberedIds, storeContactTeam } from '../../support/contact-team.ts';
import { DATABASES, deploymentsOn } from '../../support/deployments.ts';
import { FailingStore, type Fate } from '../../support/failing-store.ts';
import { openStoreAt } from '../../support/full-store.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { KeyedPuts } from './trial/keyed-puts.ts';

/** More than there are from the request to its answer. */
const STEPS = 12;

describe.each(DATABASES)('a contact that is put in under a key, on %s', (kind) => {
  const deploy = deploymentsOn(kind);

  it.each(['outage', 'dies'] as const)(
    'is put in once, whichever step an interruption (%s) comes after',
    async (fate) => {
      await using deployment = await deploy();
      const clock = new ManualClock();
      const ids = numberedIds();
      const puts = new KeyedPuts();
      let hits = 0;
      /** Runs a server whose transactions fail after so many steps, if at all. */
      const run = async (
        steps: number | null,
        work: (server: ContactServer) => Promise<void>,
      ): Promise<void> => {
        const inner: Store = await openStoreAt(deployment.store, clock);
        let left: number | null = null;
        const fateOfNext = (): Fate => {
          if (left === null || left > 0) {
            left = left === null ? null : left - 1;
            return 'works';
          }
          left = null;
          hits += 1;
          return fate;
        };
        const { promise: died, resolve } = Promise.withResolvers<void>();
        const failing = new FailingStore(inner, {
          fateOfNext,
          onBegin: (tx) => tx,
          onCommit: () => undefined,
          onDeath: () => resolve(),
        });
        const server = new ContactServer(failing.store, clock, ids);
        await server.start();
        await server.choose('bo', 'online');
        left = steps;
        await Promise.race([work(server).then(() => server.close()), died]);
        await failing.quiet();
        await inner.close();
      };
      const store = await openStoreAt(deployment.store, clock);
      await storeContactTeam(store, { ada: 'owner', bo: 'agent' });
      await store.close();
      for (let steps = 0; steps < STEPS; steps += 1) {
        const key = `k${steps}`;
        await run(steps, async (server) => {
          await puts.put(server, key).catch(() => undefined);
        });
        await run(null, async (server) => {
          await puts.put(server, key);
          await puts.put(server, key);
          puts.judge(await server.store.read.contacts.list('team', { limit: 1_000 }));
        });
      }
      expect(hits).toBeGreaterThan(5);
    },
    60_000,
  );
});
