import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { HttpClient } from '../support/http-client.ts';
import { addMember, temporaryFolder } from '../support/team-server.ts';
import { WireClient } from '../support/wire-client.ts';

const CLI = path.join(import.meta.dirname, '../../src/server/cli.ts');

// A process of its own, which a busy machine may take its time to start.
vi.setConfig({ testTimeout: 60_000 });

/** The server as systemd runs it, with what it logs. */
async function serve(dataFolder: string, variables: NodeJS.ProcessEnv = {}) {
  const child = fork(CLI, ['serve', '--port', '0', '--data', dataFolder], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, AMPEL_LOG_LEVEL: 'debug', ...variables },
  });
  if (child.stdout === null || child.stderr === null) throw new Error('There are no pipes.');
  const out = text(child.stdout);
  const log = text(child.stderr);
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return {
    url,
    /** Resolves with how it ended. */
    async stop() {
      const startedAt = performance.now();
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      return { code, tookMs: performance.now() - startedAt, out: await out, log: await log };
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('SIGTERM', () => {
  it('ends the server within 5 s: clients are to come back, requests are answered, nothing is lost', async () => {
    await using folder = await temporaryFolder();
    const ada = await addMember(folder.path, 'Ada', 'owner');
    await using server = await serve(folder.path);
    const client = await WireClient.connect({ url: server.url, token: ada.token });
    await client.ask('choose', { choice: 'busy', ageMs: 0, note: 'On a call' });
    const { port } = new URL(server.url);

    // Half a request, whose other half comes while the server stops.
    const half = connect(Number(port), '127.0.0.1');
    const answered = text(half);
    half.write(
      `PUT /api/v1/status HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${ada.token}\r\n` +
        'content-type: application/json\r\ncontent-length: 38\r\n\r\n{"choice":"busy",',
    );
    // What was sent before has arrived when this, sent after it, is answered.
    await new HttpClient(server.url).get('/healthz');
    // A peer that never says anything, nor hears that it is to go.
    const silent = connect(Number(port), '127.0.0.1');
    await once(silent, 'connect');

    const stopped = server.stop();
    // Not `io server disconnect`, after which Socket.IO would not try again by itself.
    expect(await client.ended).toBe('transport close');
    half.write('"note":"At the last"}');
    expect(await answered).toMatch(/^HTTP\/1\.1 200 .*"note":"At the last"/s);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    const { code, tookMs, out } = await stopped;
    silent.destroy();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(5_000);
    expect(out).toContain('Stopping.');

    await using again = await serve(folder.path);
    const { body } = await new HttpClient(`${again.url}/api/v1`, ada.token).get('/status');
    expect(body).toMatchObject({ choice: 'busy', note: 'At the last' });
  });
});

describe('the log', () => {
  it('TR6: has ids, and neither names, addresses, notes, tokens nor secrets', async () => {
    await using folder = await temporaryFolder();
    const ada = await addMember(folder.path, 'Ada Lovelace', 'owner');
    await using server = await serve(folder.path, {
      AMPEL_METRICS_TOKEN: 'metrics-token-hush',
      AMPEL_OIDC_ISSUER: 'https://login.example.com',
      AMPEL_OIDC_CLIENT_ID: 'ampel',
      AMPEL_OIDC_CLIENT_SECRET: 'oidc-secret-hush',
    });
    const client = new HttpClient(`${server.url}/api/v1`, ada.token);
    await client.ask('PUT', '/status', { body: { choice: 'busy', note: 'At the dentist' } });
    await client.ask('PUT', '/status', { body: { choice: 'never', note: 'At the dentist' } });
    await client.ask('PUT', '/status', { body: '{"note":"At the dentist' });
    await client.ask('PATCH', '/settings', { body: { holdSeconds: 1 } });
    await client.get('/me?email=ada.lovelace@example.com');
    await client.get('/members');
    const stranger = new HttpClient(`${server.url}/api/v1`, 'ampel_stolen-token');
    await stranger.get('/me', { 'x-forwarded-for': '192.0.2.77', 'user-agent': 'Netscape 4' });
    await WireClient.refused({ url: server.url, token: 'ampel_stolen-token' });
    using app = await WireClient.connect({ url: server.url, token: ada.token });
    await app.ask('choose', { choice: 'busy', ageMs: 0, note: 'At the dentist' });
    await app.ask('choose', { choice: 'never', ageMs: 0, note: 'At the dentist' });
    const { log, code } = await server.stop();
    expect(code).toBe(0);
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ msg }) => msg)).toContain('configuration');
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'refused', code: 'unauthorized', during: 'GET /api/v1/me' }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'refused', code: 'unauthorized', during: 'handshake' }),
    );
    for (const secret of [
      ...['Ada', 'Lovelace', 'ada.', 'dentist', 'stolen', 'hush', '192.0.2.77', 'Netscape'],
      ada.token,
      ada.token.slice(6, 20),
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});
