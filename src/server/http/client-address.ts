import type { IncomingMessage } from 'node:http';

/**
 * The address a request comes from. A proxy in front adds it to what it was told: only the last
 * entry is its own, the others are whatever the client wrote.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustProxy: boolean,
): string {
  const forwarded = trustProxy ? headers['x-forwarded-for'] : undefined;
  const last = [forwarded].flat().at(-1)?.split(',').at(-1)?.trim();
  return (last || (socket.remoteAddress ?? '')).replace(/^::ffff:/, '');
}

/** Whether a proxy passes requests on that nobody told this server of. */
export function isForwarded({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
}
