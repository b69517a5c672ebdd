import { io } from 'socket.io-client';
import { describe, expect, it, vi } from 'vitest';
import {
  COMMAND_RATE,
  MAX_ADDRESS_CONNECTIONS,
  MAX_MEMBER_SESSIONS,
} from '../../../src/shared/protocol/limits.ts';
import { ConnectedTeam } from '../../support/connected-team.ts';
import { TeamServer } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

describe('TR2: limits', () => {
  it('a connection that asks too much is refused until time has passed, others are not', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    const answers = await Promise.all(
      Array.from({ length: COMMAND_RATE.burst + 5 }, () => bo.client.report()),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(COMMAND_RATE.burst);
    expect(answers.at(-1)).toMatchObject({ ok: false, code: 'rate-limited' });
    expect(await t.ada.report()).toMatchObject({ ok: true });
    t.clock.advance(1_000);
    expect(await bo.client.report()).toMatchObject({ ok: true });
  });

  it('a member has so many devices connected, and may always come back with one of them', async () => {
    await using t = await ConnectedTeam.start();
    const { token } = t.member;
    const device = (no: number) => ({ url: t.url, token, deviceId: `device-${no}` });
    // Ada has one connected already.
    for (let no = 1; no < MAX_MEMBER_SESSIONS; no += 1) await WireClient.connect(device(no));
    expect(await WireClient.refused(device(100))).toMatchObject({ code: 'rate-limited' });
    using again = await WireClient.connect(device(1));
    expect(again.welcome).not.toBeNull();
    const bo = await t.join('Bo');
    expect(bo.client.welcome).not.toBeNull();
    again.socket.disconnect();
    await vi.waitFor(async () => {
      using other = await WireClient.connect(device(101));
      expect(other.welcome).not.toBeNull();
    });
  });

  it('an address of another computer has so many connections', async () => {
    await using server = await TeamServer.start({ trustProxy: true });
    const connect = (address: string) =>
      new Promise<string>((resolve) => {
        const socket = io(server.url, {
          transports: ['websocket'],
          forceNew: true,
          reconnection: false,
          extraHeaders: { 'x-forwarded-for': `10.0.0.1, ${address}` },
          auth: (_send) => undefined,
        });
        socket.io.engine.once('open', () => resolve('open'));
        socket.io.engine.once('error', () => resolve('turned away'));
      });
    const fill = Array.from({ length: MAX_ADDRESS_CONNECTIONS }, () => connect('192.0.2.1'));
    expect(new Set(await Promise.all(fill))).toEqual(new Set(['open']));
    expect(await connect('192.0.2.1')).toBe('turned away');
    expect(await connect('192.0.2.2')).toBe('open');
  });
});

describe('a browser’s connection', () => {
  const auth = { token: undefined };

  function connect(url: string, headers: Readonly<Record<string, string>>): Promise<unknown> {
    const socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: headers,
      auth: {
        protocol: 1,
        device: { id: 'device-web', name: 'Browser', kind: 'web', version: '1.0.0' },
        activity: { seq: 0, idleMs: 0, locked: false, source: 'app' },
        ...auth,
      },
    });
    return new Promise((resolve) => {
      const end = (answer: unknown) => {
        socket.disconnect();
        resolve(answer);
      };
      socket.once('welcome', ({ self }) => end(self));
      socket.once('connect_error', (error: Error & { data?: unknown }) => end(error.data ?? null));
    });
  }

  it('TR7: proves itself by its cookie', async () => {
    await using t = await ConnectedTeam.start();
    const cookie = `ampel_session=${t.member.token}`;
    expect(await connect(t.url, { cookie, origin: t.url })).toMatchObject({ name: 'Ada' });
    expect(await connect(t.url, { cookie: 'ampel_session=ampel_other' })).toMatchObject({
      code: 'unauthorized',
    });
    expect(await connect(t.url, {})).toMatchObject({ code: 'unauthorized' });
  });

  it('TR7: is not to be had by a page of another site, whose cookie the browser sends along', async () => {
    await using t = await ConnectedTeam.start();
    const cookie = `ampel_session=${t.member.token}`;
    for (const origin of ['https://evil.example', 'null']) {
      expect(await connect(t.url, { cookie, origin })).toBeNull();
    }
  });

  it('may come from the public address, whatever the proxy calls the server', async () => {
    await using server = await TeamServer.start({
      trustProxy: true,
      publicUrl: 'https://ampel.example.com',
    });
    const { token } = await server.add('Ada', 'owner');
    const cookie = `__Host-ampel_session=${token}`;
    const headers = { cookie, origin: 'https://ampel.example.com' };
    // The last proxy counts, as it does for requests of HTTP.
    for (const proto of ['https', 'http, https']) {
      const proxied = { ...headers, 'x-forwarded-proto': proto };
      expect(await connect(server.url, proxied)).toMatchObject({ name: 'Ada' });
    }
    const plain = { ...headers, 'x-forwarded-proto': 'https, http' };
    expect(await connect(server.url, plain)).toMatchObject({ code: 'unauthorized' });
  });
});
