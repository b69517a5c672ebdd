import type { Server } from 'node:http';
import process from 'node:process';

/** Tells the bench where a server listens. */
export function tellPort(server: Server): void {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  process.send?.({ port: address.port });
}
