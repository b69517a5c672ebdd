import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { PostgresServer } from '../../../scripts/postgres-server.ts';
import { type ContactDeployment, contactTeamOn } from '../../support/contact-deployment.ts';
import { PostgresWay } from '../../support/postgres-way.ts';

vi.setConfig({ testTimeout: 60_000 });

/** How long each commit of a contact takes here, in seconds. */
const COMMIT_S = 1;

/** Lets a commit take its time, as one does that waits for a disk or for another machine. */
const SLOW_COMMITS = `
  CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_sleep(${COMMIT_S}); RETURN NULL; END $$;
  CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON contacts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION take_time();`;

/** A PostgreSQL whose commits of contacts take a second, the way to it, and a team that uses it. */
async function setUp() {
  const stack = new AsyncDisposableStack();
  const postgres = stack.use(await PostgresServer.start());
  const direct = await postgres.createDatabase();
  const way = stack.use(await PostgresWay.to(direct));
  const team: ContactDeployment = stack.use(await contactTeamOn(way.url));
  const client = new pg.Client({ connectionString: direct });
  await client.connect();
  stack.defer(() => client.end());
  await client.query(SLOW_COMMITS);
  const server = stack.use(await team.deployment.serve());
  return {
    shop: team.shopAt(server.url),
    contacts: () => team.contacts(),
    /** Cuts the way while a contact is being committed, and answers when that is over. */
    async cutDuringCommit(): Promise<void> {
      const committing = async () => {
        const { rows } = await client.query(
          "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query = 'commit'",
        );
        return rows.length;
      };
      await expect.poll(committing, { timeout: 10_000, interval: 20 }).toBe(1);
      way.cut();
      await expect.poll(committing, { timeout: 10_000, interval: 20 }).toBe(0);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const inDoubt = {
  status: 503,
  body: {
    code: 'unavailable',
    detail: expect.stringMatching(/may have been done or not.*Idempotency-Key/),
  },
};

describe('a commit whose answer is lost', () => {
  it('KE2: is said to be in doubt, and Ampel does not repeat it', async () => {
    await using t = await setUp();
    const sent = t.shop('Grace', false);
    await t.cutDuringCommit();
    expect(await sent).toMatchObject(inDoubt);
    // When the next is through, nothing is left of the one before.
    await vi.waitFor(async () => expect(await t.shop('Next')).toMatchObject({ status: 201 }), {
      timeout: 20_000,
      interval: 500,
    });
    const customers = (await t.contacts()).map(({ customer }) => customer);
    expect(customers.toSorted()).toEqual(['Grace', 'Next']);
  });

  it('KE2: is done once where it is asked for again under its key', async () => {
    await using t = await setUp();
    const sent = t.shop('Grace');
    await t.cutDuringCommit();
    expect(await sent).toMatchObject(inDoubt);
    const again = await vi.waitFor(
      async () => {
        const answer = await t.shop('Grace');
        expect(answer).toMatchObject({ status: 201 });
        return answer;
      },
      { timeout: 20_000, interval: 500 },
    );
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await t.contacts()).toMatchObject([
      { contactId: again.body.contactId, customer: 'Grace' },
    ]);
  });
});
