import { Refusal } from '../../shared/protocol/errors.ts';
import type { Link, LinkReader } from '../store/accounts.ts';
import { hashToken } from '../tokens/token.ts';

/** How long links work, in milliseconds. */
export const LINK_LIFE_MS = {
  invite: 7 * 24 * 3_600_000,
  password: 24 * 3_600_000,
  device: 60_000,
} as const;

/** What a link of this kind opens. @throws Refusal `not-found`, whatever is wrong with it. */
export async function openLink<K extends Link['kind']>(
  links: LinkReader,
  secret: string,
  kind: K,
  now: number,
): Promise<Extract<Link, { readonly kind: K }>> {
  const link = await links.find(hashToken(secret));
  if (link === null || link.kind !== kind || now >= link.expiresAt) {
    throw voidLink();
  }
  return link as Extract<Link, { readonly kind: K }>;
}

export function voidLink(): Refusal {
  return new Refusal(
    'not-found',
    'This link does not work: it was used, taken back or is too old. Ask for a new one.',
  );
}
