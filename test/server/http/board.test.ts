import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HttpClient } from '../../support/http-client.ts';
import { TeamServer } from '../../support/team-server.ts';

const PAGE = '<!doctype html><title>Ampel</title><script src="/assets/main-abc.js"></script>';

async function start() {
  const server = await TeamServer.start();
  const folder = path.join(server.dataFolder, 'board');
  return {
    server,
    client: new HttpClient(server.url),
    async build() {
      await mkdir(path.join(folder, 'assets'), { recursive: true });
      await writeFile(path.join(folder, 'index.html'), PAGE);
      await writeFile(path.join(folder, 'assets/main-abc.js'), 'export const one = 1;');
      await writeFile(path.join(folder, 'secret.txt'), 'no file of the board');
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

describe('the board', () => {
  it('is the same page at each of its paths, and asked for anew each time', async () => {
    await using s = await start();
    await s.build();
    for (const at of [
      '/',
      '/me',
      '/contacts',
      '/queue',
      '/team',
      '/sign-in',
      '/join',
      '/connect?port=1',
    ]) {
      const { status, body, headers } = await s.client.get(at);
      expect({ at, status, body }).toEqual({ at, status: 200, body: PAGE });
      expect(headers.get('cache-control')).toBe('no-cache');
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    }
  });

  it('WB4, TR7: may load, run and talk to nothing but its own server', async () => {
    await using s = await start();
    await s.build();
    const { headers } = await s.client.get('/team');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('idle-detection=(self)'),
    });
    // Over plain HTTP, where a browser would not listen anyway.
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('has files that a browser keeps for ever, as their names change with them', async () => {
    await using s = await start();
    await s.build();
    const { status, body, headers } = await s.client.get('/assets/main-abc.js');
    expect({ status, body }).toEqual({ status: 200, body: 'export const one = 1;' });
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
  });

  it('gives away nothing but its own files', async () => {
    await using s = await start();
    await s.build();
    for (const at of [
      '/assets/other.js',
      '/assets/',
      '/assets/..%2fsecret.txt',
      '/assets/..%2f..%2fampel.sqlite',
      '/assets/%2e%2e/secret.txt',
      '/secret.txt',
      '/index.html.bak',
      '/api/team',
      '/api/v1/team',
    ]) {
      const { status, body } = await s.client.get(at);
      expect({ at, status }).not.toEqual({ at, status: 200 });
      expect(JSON.stringify(body)).not.toMatch(/no file of the board|SQLite/);
    }
    expect(await s.client.ask('POST', '/team')).toMatchObject({ status: 404 });
    expect(await s.client.ask('HEAD', '/team')).toMatchObject({ status: 200, body: '' });
  });

  it('TR6: says what to do where it is not built, names nobody, and is there once it is', async () => {
    await using s = await start();
    await s.server.add('Ada', 'owner');
    const { status, body, headers } = await s.client.get('/');
    expect(status).toBe(503);
    expect(body).toContain('npm run build');
    expect(body).not.toContain('Ada');
    expect(body).not.toMatch(/(?:src|href)=/);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    await s.build();
    expect(await s.client.get('/')).toMatchObject({ status: 200, body: PAGE });
  });
});
