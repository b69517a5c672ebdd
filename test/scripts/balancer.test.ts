import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { Balancer } from '../../scripts/balancer.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function startBalancer(...targets: readonly { readonly url: string }[]): Promise<Balancer> {
  const balancer = await Balancer.listen(0);
  open.push(balancer);
  for (const { url } of targets) balancer.add(url);
  return balancer;
}

/** A server that says its name to each request, and on `/readyz` whether it can work. */
async function startServer(name: string) {
  const server = http.createServer((request, response) => {
    response.statusCode = request.url === '/readyz' && !self.canWork ? 503 : 200;
    response.end(name);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const self = {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    canWork: true,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  open.push(self);
  return self;
}

/** A connection through the balancer that stays. */
async function connect(balancer: Balancer): Promise<net.Socket> {
  const socket = net.connect(Number(new URL(balancer.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  open.push({
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  });
  await once(socket, 'connect');
  return socket;
}

/** Asks over a connection of its own. */
async function ask(balancer: Balancer): Promise<string> {
  const [response] = (await once(http.get(balancer.url, { agent: false }), 'response')) as [
    http.IncomingMessage,
  ];
  return text(response);
}

describe('the balancer of npm run cluster', () => {
  it('gives each connection to the server that has the fewest', async () => {
    const [a, b, c] = [await startServer('a'), await startServer('b'), await startServer('c')];
    const balancer = await startBalancer(a, b, c);
    const sockets = await Promise.all(Array.from({ length: 9 }, () => connect(balancer)));
    const load = () => [...balancer.load.values()];
    await expect.poll(load).toEqual([3, 3, 3]);
    for (const socket of sockets.slice(0, 4)) socket.destroy();
    await expect.poll(() => load().reduce((sum, one) => sum + one)).toBe(5);
    await Promise.all(Array.from({ length: 4 }, () => connect(balancer)));
    await expect.poll(load).toEqual([3, 3, 3]);
  });

  it('passes over a server that takes no connections', async () => {
    const [a, b] = [await startServer('a'), await startServer('b')];
    const balancer = await startBalancer(a, b);
    await a[Symbol.asyncDispose]();
    expect(await ask(balancer)).toBe('b');
    expect(await ask(balancer)).toBe('b');
  });

  it('passes over a server that cannot work, until it can or nobody else is there', async () => {
    const [a, b] = [await startServer('a'), await startServer('b')];
    a.canWork = false;
    const balancer = await startBalancer(a, b);
    const answers = async () => new Set(await Promise.all([ask(balancer), ask(balancer)]));
    await expect.poll(answers).toEqual(new Set(['b']));
    balancer.remove(b.url);
    expect(await answers()).toEqual(new Set(['a']));
    balancer.add(b.url);
    a.canWork = true;
    await expect.poll(answers).toEqual(new Set(['a', 'b']));
  });

  it('closes the connection where nobody can take it, and at the end', async () => {
    const a = await startServer('a');
    const balancer = await startBalancer();
    await expect(ask(balancer)).rejects.toThrow();
    balancer.add(a.url);
    const socket = await connect(balancer);
    await expect.poll(() => [...balancer.load.values()]).toEqual([1]);
    balancer.remove(a.url);
    const closed = once(socket, 'close');
    await balancer[Symbol.asyncDispose]();
    await closed;
    open.shift();
    open.splice(open.indexOf(balancer), 1);
  });

  it('passes bytes on as they are, also after one side has said all that it will', async () => {
    const echo = net.createServer({ allowHalfOpen: true }, (socket) => {
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.on('end', () => socket.end(Buffer.concat(chunks)));
    });
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    open.push({ [Symbol.asyncDispose]: async () => void echo.close() });
    const url = `http://127.0.0.1:${(echo.address() as net.AddressInfo).port}`;
    const balancer = await startBalancer({ url });
    const sent = Buffer.from(Uint8Array.from({ length: 3_000_000 }, (_, index) => index % 251));
    const socket = net.connect({
      port: Number(new URL(balancer.url).port),
      host: '127.0.0.1',
      allowHalfOpen: true,
    });
    socket.end(sent);
    const received: Buffer[] = [];
    for await (const chunk of socket) received.push(chunk as Buffer);
    expect(Buffer.concat(received).equals(sent)).toBe(true);
  });
});
