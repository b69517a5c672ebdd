import type { IncomingMessage } from 'node:http';

/**
 * Whether a page of this server asks, or no page at all: programs other than browsers send no
 * Origin. No page of another site may speak for whoever looks at it.
 */
export function isOwnOrigin(
  { headers }: Pick<IncomingMessage, 'headers'>,
  publicUrl: string | null,
): boolean {
  const { origin } = headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === headers.host || (publicUrl !== null && host === new URL(publicUrl).host);
}
