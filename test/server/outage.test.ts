import { describe, expect, it, vi } from 'vitest';
import { deploy } from '../support/deployment.ts';
import { DescribedApi } from '../support/described-api.ts';
import { HttpClient } from '../support/http-client.ts';
import { PostgresServer } from '../support/postgres.ts';
import { WireClient } from '../support/wire-client.ts';

vi.setConfig({ testTimeout: 60_000 });

const unavailable = { ok: false, code: 'unavailable' };

describe('while the database does not answer', () => {
  it('KE2: what would be kept is refused as unavailable, presence goes on, and all is well after it', async () => {
    await using postgres = await PostgresServer.start();
    await using deployment = await deploy(await postgres.createDatabase());
    const [adas, bos] = await deployment.administer(async (admin) => {
      await admin.createTeam({ name: 'Support', ownerEmail: 'ada@example.com' });
      await admin.addMember({ email: 'bo@example.com', name: 'Bo' });
      return [
        await admin.issueToken('ada@example.com', 'laptop'),
        await admin.issueToken('bo@example.com', 'laptop'),
      ] as const;
    });
    await using server = await deployment.serve();
    const { url } = server;
    using ada = await WireClient.connect({ url, token: adas });
    using bo = await WireClient.connect({ url, token: bos });
    const memberId = bo.welcome?.self.memberId ?? '';
    const choose = () => bo.ask('choose', { choice: 'busy', note: 'On a call', ageMs: 0 });
    const lock = (locked: boolean) => bo.report({ locked });

    await postgres.stop();
    expect(await choose()).toMatchObject(unavailable);
    expect(await ada.ask('settings:set', { holdSeconds: 5 })).toMatchObject(unavailable);
    expect(await bo.ask('history:get', { limit: 10 })).toMatchObject(unavailable);
    expect(await WireClient.refused({ url, token: bos })).toMatchObject({ code: 'unavailable' });
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
    // What happened meanwhile is written with what comes next.
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
    // Other processes are heard again as well.
    await deployment.administer((admin) =>
      admin.addMember({ email: 'cy@example.com', name: 'Cy' }),
    );
    await vi.waitFor(
      () =>
        expect(ada.changes).toContainEqual(
          expect.objectContaining({ member: expect.objectContaining({ name: 'Cy' }) }),
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
});
