import { describe, expect, it, vi } from 'vitest';
import { PostgresServer } from '../../scripts/postgres-server.ts';
import type { Contact } from '../../src/shared/domain/contact.ts';
import { contactTeamOn } from '../support/contact-deployment.ts';
import { deploy } from '../support/deployment.ts';
import { DescribedApi } from '../support/described-api.ts';
import { HttpClient } from '../support/http-client.ts';
import { WireClient } from '../support/wire-client.ts';

vi.setConfig({ testTimeout: 60_000 });

/** How long a member may have to wait for a refusal, in milliseconds, on a machine that does much else. */
const PATIENCE_MS = 6_000;

const unavailable = { ok: false, code: 'unavailable' };

/** What a member did while nothing could be kept is written with what comes next. */
async function expectLockedAndBack(member: WireClient): Promise<void> {
  await vi.waitFor(
    async () => {
      const { intervals } = await member.ask('history:get', { limit: 10 });
      expect(intervals).toMatchObject([
        { status: 'busy', cause: 'chosen' },
        { status: 'online', cause: 'returned' },
        { status: 'offline', cause: 'locked' },
        { status: 'online', cause: 'signed-in' },
      ]);
    },
    { timeout: 15_000, interval: 500 },
  );
}

describe('while the database does not answer', () => {
  it('KE2: what would be kept is refused as unavailable, presence goes on, and all is well after it', async () => {
    await using postgres = await PostgresServer.start();
    await using team = await contactTeamOn(await postgres.createDatabase());
    const { deployment } = team;
    await using server = await deployment.serve();
    const { url } = server;
    using ada = await WireClient.connect({ url, token: team.ada });
    using bo = await WireClient.connect({ url, token: team.bo });
    const memberId = bo.welcome?.self.memberId ?? '';
    const choose = () => bo.ask('choose', { choice: 'busy', note: 'On a call', ageMs: 0 });
    const lock = (locked: boolean) => bo.report({ locked });

    await postgres.stop();
    expect(await choose()).toMatchObject(unavailable);
    expect(await ada.ask('settings:set', { holdSeconds: 5 })).toMatchObject(unavailable);
    expect(await bo.ask('history:get', { limit: 10 })).toMatchObject(unavailable);
    expect(await WireClient.refused({ url, token: team.bo })).toMatchObject({
      code: 'unavailable',
    });
    // Nothing that was refused was done.
    expect(await ada.seen(memberId)).toMatchObject({ status: 'online' });
    expect(await lock(true)).toMatchObject({ ok: true, status: 'offline' });
    await vi.waitFor(() =>
      expect(ada.changes).toContainEqual(
        expect.objectContaining({ memberId, status: 'offline', cause: 'locked' }),
      ),
    );
    expect(await lock(false)).toMatchObject({ ok: true, status: 'online' });

    await postgres.run();
    await vi.waitFor(async () => expect(await choose()).toMatchObject({ ok: true }), {
      timeout: 15_000,
    });
    expect(await ada.ask('settings:set', { holdSeconds: 5 })).toMatchObject({ ok: true });
    await expectLockedAndBack(bo);
    // Other processes are heard again as well.
    await deployment.administer((admin) =>
      admin.addMember({ email: 'cy@example.com', name: 'Cy' }),
    );
    await vi.waitFor(
      () =>
        expect(ada.deltas).toContainEqual(
          expect.objectContaining({ members: [expect.objectContaining({ name: 'Cy' })] }),
        ),
      { timeout: 15_000 },
    );
  });

  it('KE2: every request of HTTP is refused as unavailable, and answered after it', async () => {
    await using postgres = await PostgresServer.start();
    await using deployment = await deploy(await postgres.createDatabase());
    const token = await deployment.administer(async (admin) => {
      await admin.createTeam({ name: 'Support', ownerEmail: 'ada@example.com' });
      return admin.issueToken('ada@example.com', 'laptop');
    });
    await using server = await deployment.serve();
    const api = await DescribedApi.of(server.url);
    const ada = new HttpClient(server.url, token);
    await postgres.stop();
    for (const operation of api.operations) {
      const { method, path, operationId } = operation;
      // It asks the configuration alone.
      if (operationId === 'getSignInOptions') continue;
      const example = Object.values(operation.requestBody?.content ?? {})[0]?.example;
      const query = /Status/.test(operationId) ? '?from=2026-01-05&to=2026-01-05' : '';
      const answer = await ada.ask(method, `${path.replaceAll(/\{\w+\}/g, 'id')}${query}`, {
        ...(example === undefined ? {} : { body: example }),
      });
      expect(answer, operationId).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(api.misfits(operation, answer)).toBe('');
    }
    const probe = new HttpClient(server.url);
    expect((await probe.get('/healthz')).status).toBe(200);
    expect((await probe.get('/readyz')).status).toBe(503);
    await postgres.run();
    await vi.waitFor(async () => expect((await probe.get('/readyz')).status).toBe(200), 15_000);
    expect((await ada.get('/api/v1/me')).status).toBe(200);
  });

  it('KE2: where it hangs it holds nobody up for long, and what was refused is done once after it', async () => {
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
    await expectLockedAndBack(bo);
  });
});
