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
  const page = new URL(origin);
  // Not by plain HTTP where people come by TLS: anyone on the way could have written such a page.
  if (publicUrl !== null && page.host === new URL(publicUrl).host) return page.origin === publicUrl;
  return page.host === headers.host;
}
