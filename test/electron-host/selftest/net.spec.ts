import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base, expect } from './sample.ts';

/** A server that answers with what it was asked, and redirects from /old to /new. */
const test = base.extend<{ url: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  url: async ({}, use) => {
    const server = http.createServer((request, response) => {
      if (request.url === '/old') response.writeHead(302, { location: '/new' }).end();
      else response.end(`${request.method} ${request.url} ${request.headers['x-who']}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.close();
  },
});

test('net.request brings an answer', async ({ sample, url }) => {
  const app = await sample.launch();
  const answer = await app.evaluate(({ net }, at) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const request = net.request({ url: `${at}/some`, headers: { 'x-who': 'me' } });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = `${response.statusCode} `;
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => resolve(text));
    });
    request.end();
    return promise;
  }, url);
  expect(answer).toBe('200 GET /some me');
});

test('net.request tells of a redirect and does not follow it', async ({ sample, url }) => {
  const app = await sample.launch();
  const told = await app.evaluate(({ net }, at) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown[]>();
    const request = net.request({ url: `${at}/old`, redirect: 'manual' });
    request.on('error', reject);
    request.on('redirect', (status, method, to) => resolve([status, method, to]));
    request.end();
    return promise;
  }, url);
  expect(told).toEqual([302, 'GET', `${url}/new`]);
});

test('net.request names errors as Chromium does', async ({ sample }) => {
  const app = await sample.launch();
  const message = await app.evaluate(({ net }) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const request = net.request('http://127.0.0.1:1/');
    request.on('error', (error) => resolve(error.message));
    request.end();
    return promise;
  });
  expect(message).toBe('net::ERR_CONNECTION_REFUSED');
});
