import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { PostgresServer } from '../../../scripts/postgres-server.ts';
import { openPostgresStore } from '../../../src/server/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/server/store/store.ts';
import { storeContactTeam } from '../../support/contact-team.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { temporaryFolder } from '../../support/team-server.ts';
import { commands } from './trial/commands.ts';
import { Trial } from './trial/trial.ts';

/** How many made-up stories are played on each database; `AMPEL_TRIALS=5000` looks longer. */
const TRIALS = Number(process.env['AMPEL_TRIALS'] ?? 0);

const roles = { m0: 'owner', m1: 'manager', m2: 'agent', m3: 'agent' } as const;

// Made up anew each time: a second attempt would be another story.
describe('AS1–AS6: whatever happens at once, and wherever it is interrupted', { retry: 0 }, () => {
  it('contacts are with one eligible member each, and none is lost, on SQLite', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (story) => {
        await using folder = await temporaryFolder();
        const clock = new ManualClock();
        const open = async () => openSqliteStore(folder.path, clock);
        await prepared(await open());
        await new Trial({ clock, open, elsewhere: null }).run(story);
      }),
      { numRuns: TRIALS || 80 },
    );
  }, 600_000);

  describe('on PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await PostgresServer.start();
    }, 60_000);
    // Many databases take their time to be removed.
    afterAll(() => server[Symbol.asyncDispose](), 240_000);

    it('contacts are with one eligible member each, and none is lost', async () => {
      await fc.assert(
        fc.asyncProperty(commands, async (story) => {
          const url = await server.createDatabase();
          const open = async () => {
            const store = openPostgresStore({ url, warn: () => undefined });
            await store.prepare();
            return store;
          };
          await prepared(await open());
          const elsewhere = await open();
          await new Trial({ clock: new ManualClock(), open, elsewhere }).run(story);
          await elsewhere.close();
        }),
        { numRuns: TRIALS || 25 },
      );
    }, 600_000);
  });
});

async function prepared(store: Store): Promise<void> {
  await storeContactTeam(store, roles);
  await store.close();
}
