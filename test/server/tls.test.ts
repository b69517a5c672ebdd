import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { connect } from 'node:tls';
import { io } from 'socket.io-client';
import { describe, expect, it } from 'vitest';
import { TlsFiles } from '../../src/server/tls-files.ts';
import { makeCertificate } from '../support/certificate.ts';
import { TeamServer, temporaryFolder } from '../support/team-server.ts';

/** Whose certificate a server shows. */
function certificateOf(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: '127.0.0.1', port: Number(new URL(url).port), rejectUnauthorized: false },
      () => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.destroy();
      },
    );
    socket.once('error', reject);
  });
}

async function start(host = '127.0.0.1') {
  const folder = await temporaryFolder();
  const tls = makeCertificate(folder.path, 'first');
  const server = await TeamServer.start({ host, tls });
  return {
    server,
    tls,
    folder: folder.path,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('a server that speaks TLS itself', () => {
  it('serves pages and says to come back by TLS only', async () => {
    await using s = await start();
    expect(s.server.url).toMatch(/^https:/);
    const ca = readFileSync(s.tls.certFile);
    const headers = await new Promise((resolve, reject) => {
      request(`${s.server.url}/healthz`, { ca }, (response) => {
        response.resume();
        resolve(response.headers);
      })
        .once('error', reject)
        .end();
    });
    expect(headers).toMatchObject({
      'strict-transport-security': expect.stringContaining('max-age='),
    });
  });

  it('TR4: takes up connections of apps, and nothing over plain HTTP', async () => {
    await using s = await start('0.0.0.0');
    const { token } = await s.server.add('Ada', 'owner');
    const url = s.server.url.replace('0.0.0.0', '127.0.0.1');
    const socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      // What Socket.IO calls it in Node.js.
      ca: readFileSync(s.tls.certFile, 'utf8'),
      auth: {
        protocol: 1,
        token,
        device: { id: 'device-one', name: 'Test', kind: 'desktop', version: '1.0.0' },
        activity: { seq: 0, idleMs: 0, locked: false, source: 'system' },
      },
    });
    const welcome = await new Promise((resolve, reject) => {
      socket.once('welcome', resolve);
      socket.once('connect_error', reject);
    });
    socket.disconnect();
    expect(welcome).toMatchObject({ self: { name: 'Ada' } });
    await expect(fetch(url.replace('https', 'http'))).rejects.toThrow();
  });

  it('takes over a renewed certificate without letting go of anybody, and keeps the old one where the new one is broken', async () => {
    await using s = await start();
    expect(await certificateOf(s.server.url)).toBe('first');
    const second = makeCertificate(s.folder, 'second');
    copyFileSync(second.certFile, s.tls.certFile);
    s.server.reloadTls();
    expect(await certificateOf(s.server.url)).toBe('first');
    copyFileSync(second.keyFile, s.tls.keyFile);
    s.server.reloadTls();
    expect(await certificateOf(s.server.url)).toBe('second');
  });
});

describe('certificate and key', () => {
  it('have to be there, be PEM and belong together', async () => {
    await using folder = await temporaryFolder();
    const first = makeCertificate(folder.path, 'first');
    const second = makeCertificate(folder.path, 'second');
    const broken = path.join(folder.path, 'broken');
    writeFileSync(broken, 'no certificate');
    for (const [certFile, keyFile, about] of [
      [path.join(folder.path, 'none'), first.keyFile, 'cannot be read'],
      [first.certFile, path.join(folder.path, 'none'), 'cannot be read'],
      [broken, first.keyFile, 'cannot be used together'],
      [first.certFile, second.keyFile, 'cannot be used together'],
    ] as const) {
      expect(() => new TlsFiles({ certFile, keyFile })).toThrow(about);
    }
  });
});
