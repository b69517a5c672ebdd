import { once } from 'node:events';
import { get } from 'node:http';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { SHORTEST_PAUSE_MS } from '../../../src/server/gateway/delta-batcher.ts';
import { Metrics, type Waiting } from '../../../src/server/metrics.ts';
import { ConnectedTeam } from '../../support/connected-team.ts';
import { HttpClient } from '../../support/http-client.ts';
import { TeamServer } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

const METRICS_TOKEN = 'a-token-for-the-metrics';

/** The samples of a metric, by its labels as they are written. */
function samples(text: string, name: string): Record<string, number> {
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return Object.fromEntries(
    lines.map((line) => {
      const cut = line.lastIndexOf(' ');
      return [line.slice(name.length, cut), Number(line.slice(cut + 1))];
    }),
  );
}

describe('how the server is', () => {
  it('it counts what those who have come were told, those who are gone again included', async () => {
    await using t = await ConnectedTeam.start();
    const sent = async () => {
      const { body } = await new HttpClient(t.url).get('/metrics');
      return samples(body, 'ampel_sent_bytes_total')[''] ?? Number.NaN;
    };
    using again = await WireClient.connect({ url: t.url, token: t.member.token, knows: t.ada });
    const before = await sent();
    again.socket.disconnect();
    t.ada.socket.disconnect();
    await vi.waitFor(async () => {
      const { body } = await new HttpClient(t.url).get('/metrics');
      expect(samples(body, 'ampel_connections')).toEqual({ '': 0 });
      expect(samples(body, 'ampel_welcomes_total')).toEqual({
        '{kind="names"}': 1,
        '{kind="deltas"}': 1,
      });
    });
    expect(await sent()).toBeGreaterThanOrEqual(before);
  });

  it('it says that it is alive and ready', async () => {
    await using server = await TeamServer.start();
    const client = new HttpClient(server.url);
    expect(await client.get('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await client.get('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  it('it counts connections, statuses, commands and requests, and names nobody', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    const cy = await t.join('Cy');
    await cy.client.ask('bye', { reason: 'suspended' });
    await bo.client.ask('choose', { choice: 'busy', ageMs: 0, note: 'On a call' });
    await bo.client.ask('settings:set', { holdSeconds: 1 });
    await bo.client.ask('made up', {});
    const client = new HttpClient(t.url, bo.token);
    await client.get(`/api/v1/members/${bo.memberId}`);
    await client.get(`/api/v1/members/${t.member.memberId}`);
    await client.get('/wp-login.php?user=ada');
    t.clock.advance(SHORTEST_PAUSE_MS);
    const { body, headers } = await new HttpClient(t.url).get('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(samples(body, 'ampel_sessions')).toEqual({ '': 3 });
    expect(samples(body, 'ampel_queue_contacts')).toEqual({ '': 0 });
    expect(samples(body, 'ampel_members')).toEqual({
      '{status="online"}': 1,
      '{status="busy"}': 1,
      '{status="offline"}': 1,
    });
    expect(samples(body, 'ampel_command_seconds_count')).toEqual({
      '{command="bye",outcome="ok"}': 1,
      '{command="choose",outcome="ok"}': 1,
      '{command="settings:set",outcome="forbidden"}': 1,
      '{command="unknown",outcome="not-found"}': 1,
    });
    expect(samples(body, 'ampel_http_request_seconds_count')).toMatchObject({
      '{method="GET",route="/api/v1/members/:memberId",status="200"}': 2,
    });
    expect(samples(body, 'ampel_connections')).toEqual({ '': 3 });
    expect(samples(body, 'ampel_arrivals')).toEqual({
      '{stage="waiting"}': 0,
      '{stage="under-way"}': 0,
    });
    expect(samples(body, 'ampel_welcomes_total')).toEqual({ '{kind="names"}': 3 });
    expect(samples(body, 'ampel_frame_bytes_count')['']).toBeGreaterThan(0);
    expect(samples(body, 'ampel_frame_seconds_count')['']).toBeGreaterThan(0);
    expect(samples(body, 'ampel_sent_bytes_total')['']).toBeGreaterThan(1_000);
    expect(Object.keys(samples(body, 'nodejs_eventloop_lag_p99_seconds'))).toHaveLength(1);
    for (const secret of ['Ada', 'Bo', 'example.com', 'On a call', bo.memberId, 'wp-login']) {
      expect(body).not.toContain(secret);
    }
  });
});

it('the metrics have what is known where the database does not answer', async () => {
  const metrics = new Metrics();
  let waiting: Waiting | null = { contacts: 3, oldestMs: 90_000 };
  metrics.follow(
    () => ({ sessions: 1, members: { online: 1, busy: 0, offline: 0 } }),
    async () => waiting,
  );
  const before = await metrics.text();
  expect(samples(before, 'ampel_queue_contacts')).toEqual({ '': 3 });
  expect(samples(before, 'ampel_queue_oldest_seconds')).toEqual({ '': 90 });
  waiting = null;
  const after = await metrics.text();
  expect(samples(after, 'ampel_queue_contacts')).toEqual({});
  expect(samples(after, 'ampel_sessions')).toEqual({ '': 1 });
});

describe('the metrics', () => {
  it('are for whoever has the token, and for this computer', async () => {
    await using server = await TeamServer.start({ metricsToken: METRICS_TOKEN });
    const client = new HttpClient(server.url);
    const elsewhere = { 'x-forwarded-for': '192.0.2.1' };
    const right = { authorization: `Bearer ${METRICS_TOKEN}` };
    expect((await client.get('/metrics')).status).toBe(200);
    expect((await client.get('/metrics', { ...elsewhere, ...right })).status).toBe(200);
    for (const headers of [
      elsewhere,
      { ...elsewhere, authorization: 'Bearer another' },
      { ...elsewhere, authorization: 'Bearer ' },
      { forwarded: 'for=127.0.0.1' },
    ]) {
      expect(await client.get('/metrics', headers)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
  });

  it('are not for a page of a site whose name leads to this computer', async () => {
    await using server = await TeamServer.start();
    const { port } = new URL(server.url);
    const statusAs = async (host: string) => {
      const request = get({ host: '127.0.0.1', port, path: '/metrics', headers: { host } });
      const [response] = await once(request, 'response');
      response.resume();
      return response.statusCode;
    };
    expect(await statusAs(`evil.example:${port}`)).toBe(403);
    expect(await statusAs(`localhost:${port}`)).toBe(200);
    expect(await statusAs(`[::1]:${port}`)).toBe(200);
  });

  it.each([true, false])(
    'are not for who claims to be on this computer (proxy trusted: %s)',
    async (trustProxy) => {
      await using server = await TeamServer.start({ trustProxy });
      const claims = { 'x-forwarded-for': '127.0.0.1' };
      expect(await new HttpClient(server.url).get('/metrics', claims)).toMatchObject({
        status: 403,
      });
    },
  );

  const [address] = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map((entry) => entry.address);
  it.skipIf(address === undefined)('are not for other computers', async () => {
    await using server = await TeamServer.start({ host: '0.0.0.0', trustProxy: true });
    const url = `http://${address}:${new URL(server.url).port}`;
    expect((await new HttpClient(url).get('/healthz')).status).toBe(200);
    expect((await new HttpClient(url).get('/metrics')).status).toBe(403);
  });
});
