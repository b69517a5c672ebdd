import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { JoinFailure } from '../../../src/main/join/join-failure.ts';
import { exchangeCode, lookAtServer } from '../../../src/main/join/join-server.ts';
import type { Problem } from '../../../src/shared/bridge/view.ts';
import { selfSigned } from '../../support/certificate.ts';

type Serving = AsyncDisposable & { readonly url: string };

async function serve(server: Server, scheme = 'http'): Promise<Serving> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const answering = (status: number, type: string, body: string, headers = {}): RequestListener => {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  };
};
const forever = new AbortController().signal;

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (error instanceof JoinFailure) return error.problem;
  throw error;
}

const request = { code: 'c', verifier: 'v'.repeat(43), device: 'Laptop', deviceId: 'device-0001' };

describe('an address that is to be joined (AC10)', () => {
  it.each([
    ['another web server', answering(200, 'text/html', '<h1>Shop</h1>'), 'not-ampel'],
    ['a server that refuses everything', answering(403, 'text/plain', 'no'), 'not-ampel'],
    ['JSON that is not Ampel’s', answering(401, 'application/json', '{"code":"x"}'), 'not-ampel'],
    [
      'a page that never ends',
      (_q, response) => void response.write('x'.repeat(200_000)),
      'not-ampel',
    ],
    [
      'a redirect',
      answering(302, 'text/html', '', { location: 'http://127.0.0.1:1/' }),
      'not-ampel',
    ],
    ['a proxy whose server is down', answering(502, 'text/html', 'Bad gateway'), 'unavailable'],
    [
      'an Ampel server from before there were accounts',
      (asked, response) => {
        response.statusCode = asked.url === '/' ? 200 : 404;
        response.end(asked.url === '/' ? '<title>Ampel team server</title>' : '{}');
      },
      'no-accounts',
    ],
  ] as [string, RequestListener, string][])(
    'says what is wrong with %s',
    async (_, listener, code) => {
      await using there = await serve(createServer(listener));
      expect((await problemOf(lookAtServer(there.url, forever))).code).toBe(code);
    },
  );

  it('says that nobody answers', async () => {
    const there = await serve(createServer());
    await there[Symbol.asyncDispose]();
    expect(await problemOf(lookAtServer(there.url, forever))).toMatchObject({
      code: 'unreachable',
      detail: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('says that a certificate is not to be trusted', async () => {
    await using there = await serve(createTlsServer(await selfSigned()), 'https');
    expect((await problemOf(lookAtServer(there.url, forever))).code).toBe('untrusted-server');
  });

  it('says that a server does not speak https', async () => {
    await using there = await serve(createServer(answering(200, 'text/plain', '')));
    const url = there.url.replace('http:', 'https:');
    expect((await problemOf(lookAtServer(url, forever))).code).toBe('untrusted-server');
  });

  it('takes a server that speaks no HTTP for something else', async () => {
    const tcp = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.end('500 Syntax error\r\n'));
    });
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const { port } = tcp.address() as AddressInfo;
    const problem = await problemOf(lookAtServer(`http://127.0.0.1:${port}`, forever));
    expect(problem).toEqual({ code: 'not-ampel', detail: expect.any(String) });
    tcp.close();
  });

  it('is let go of at once when the member cancels', async () => {
    await using there = await serve(createServer(() => undefined));
    const abort = new AbortController();
    const looking = problemOf(lookAtServer(there.url, abort.signal));
    abort.abort(new JoinFailure('join-declined'));
    expect((await looking).code).toBe('join-declined');
  });
});

describe('the exchange of a code (AC5)', () => {
  const problem = (status: number, code: string) =>
    answering(
      status,
      'application/problem+json',
      JSON.stringify({ type: 'about:blank', title: 'T', status, detail: 'D', code }),
    );

  it.each([
    ['a code that does not work (any more)', problem(404, 'not-found'), 'code-refused'],
    ['too many attempts', problem(429, 'rate-limited'), 'rate-limited'],
    ['a database that is down', problem(503, 'unavailable'), 'unavailable'],
    ['an answer that is no token', answering(200, 'application/json', '{"token":1}'), 'not-ampel'],
  ] as [string, RequestListener, string][])(
    'says what is wrong with %s',
    async (_, listener, code) => {
      await using there = await serve(createServer(listener));
      expect((await problemOf(exchangeCode(there.url, request, forever))).code).toBe(code);
    },
  );

  it('goes nowhere but to the server that was named', async () => {
    const asked: string[] = [];
    await using elsewhere = await serve(
      createServer((incoming, response) => {
        asked.push(incoming.url ?? '');
        response.end();
      }),
    );
    await using there = await serve(
      createServer(answering(307, 'text/plain', '', { location: elsewhere.url })),
    );
    expect((await problemOf(exchangeCode(there.url, request, forever))).code).toBe('not-ampel');
    expect(asked).toEqual([]);
  });
});
