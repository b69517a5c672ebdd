import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

export type SocketServer = AsyncDisposable & { readonly url: string; readonly io: Server };

/** A server that speaks as the team server does; what it says, even nonsense, is up to a test. */
export async function startSocketServer(): Promise<SocketServer> {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], maxHttpBufferSize: 1e9 });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, io, [Symbol.asyncDispose]: () => io.close() };
}
