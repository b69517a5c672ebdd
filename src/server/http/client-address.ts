import type { IncomingMessage } from 'node:http';

/**
 * The address a request comes from. A proxy in front adds it to what it was told: only the last
 * entry is its own, the others are whatever the client wrote.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustProxy: boolean,
): string {
  const forwarded = trustProxy ? lastOf(headers['x-forwarded-for']) : '';
  return (forwarded || (socket.remoteAddress ?? '')).replace(/^::ffff:/, '');
}

/** Whether the other side of the proxy in front speaks TLS, as that proxy says. */
export function isTlsForwarded({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return lastOf(headers['x-forwarded-proto']) === 'https';
}

/** Whether a proxy passes requests on that nobody told this server of. */
export function isForwarded({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
}

function lastOf(header: string | readonly string[] | undefined): string {
  return [header].flat().at(-1)?.split(',').at(-1)?.trim() ?? '';
}
