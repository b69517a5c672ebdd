import { describe, expect, it } from 'vitest';
import { TeamServer } from '../../support/team-server.ts';

describe('the HTTP side', () => {
  it('says that it is well', async () => {
    await using server = await TeamServer.start();
    const response = await fetch(`${server.url}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  it('TR5, TR6: shows a page that explains itself, loads nothing and names nobody', async () => {
    await using server = await TeamServer.start();
    await server.add('Ada', 'owner');
    const response = await fetch(server.url);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('How to join');
    expect(page).not.toContain('Ada');
    expect(page).not.toMatch(/(?:src|href)=/);
  });

  it('offers no long polling', async () => {
    await using server = await TeamServer.start();
    const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
    expect(response.status).toBe(400);
  });
});
