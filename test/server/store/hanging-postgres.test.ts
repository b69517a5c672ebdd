import { expect, it, vi } from 'vitest';
import type { Contact } from '../../../src/shared/domain/contact.ts';
import { contactTeamOn } from '../../support/contact-deployment.ts';
import { PostgresServer } from '../../support/postgres.ts';
import { WireClient } from '../../support/wire-client.ts';

vi.setConfig({ testTimeout: 120_000 });

/** How long a member may have to wait for a refusal, in milliseconds, on a machine that does much else. */
const PATIENCE_MS = 6_000;

const unavailable = { ok: false, code: 'unavailable' };

it('KE2: a PostgreSQL that hangs holds nobody up for long, and what was refused is done once after it', async () => {
  await using postgres = await PostgresServer.start();
  await using team = await contactTeamOn(await postgres.createDatabase());
  await using server = await team.deployment.serve();
  const { url } = server;
  using ada = await WireClient.connect({ url, token: team.ada });
  using bo = await WireClient.connect({ url, token: team.bo });
  const boId = bo.welcome?.self.memberId ?? '';
  const shop = team.shopAt(url);
  const timed = async <T>(work: Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const answer = await work;
    expect(performance.now() - startedAt).toBeLessThan(PATIENCE_MS);
    return answer;
  };
  const choose = (by: WireClient, note: string) =>
    by.socket.timeout(2 * PATIENCE_MS).emitWithAck('choose', { choice: 'busy', note, ageMs: 0 });
  const report = (locked: boolean) => timed(bo.report({ locked }));

  postgres.freeze();
  try {
    const asked = [
      ...Array.from({ length: 5 }, (_, no) => timed(choose(bo, `No ${no}`))),
      ...Array.from({ length: 5 }, (_, no) => timed(choose(ada, `No ${no}`))),
    ];
    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject(unavailable);
    expect(await timed(shop('first'))).toMatchObject({ status: 503 });
    expect(await timed(WireClient.refused({ url, token: team.bo }))).toMatchObject({
      code: 'unavailable',
    });
    // What is known without the store is answered at once, whoever waits for it.
    const busy = [choose(ada, 'again'), shop('second')];
    expect(await report(true)).toMatchObject({ ok: true, status: 'offline' });
    await vi.waitFor(() =>
      expect(ada.changes).toContainEqual(
        expect.objectContaining({ memberId: boId, status: 'offline', cause: 'locked' }),
      ),
    );
    expect(await timed(ada.seen(boId))).toMatchObject({ status: 'offline' });
    expect(await report(false)).toMatchObject({ ok: true, status: 'online' });
    await Promise.all(busy);
  } finally {
    postgres.thaw();
  }

  await vi.waitFor(
    async () => expect(await choose(bo, 'after')).toMatchObject({ ok: true, status: 'busy' }),
    { timeout: 15_000 },
  );
  for (const key of ['first', 'second', 'first']) {
    expect(await shop(key)).toMatchObject({ status: 201, body: { customer: key } });
  }
  const customers = (await team.contacts()).map(({ customer }: Contact) => customer);
  expect(customers.toSorted()).toEqual(['first', 'second']);
  await vi.waitFor(
    async () => {
      const { intervals } = await bo.ask('history:get', { limit: 10 });
      expect(intervals).toMatchObject([
        { status: 'busy', cause: 'chosen' },
        { status: 'online', cause: 'returned' },
        { status: 'offline', cause: 'locked' },
        { status: 'online', cause: 'signed-in' },
      ]);
    },
    { timeout: 15_000, interval: 500 },
  );
});
