import { isLoopbackHost } from '../shared/domain/loopback.ts';

export type ServerAddress =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly problem: 'invalid-address' | 'insecure-address' };

/**
 * Reads the address of a team server as a person types it. Without a scheme, loopback means
 * `http` and anything else `https`; plain HTTP to another computer is refused, because the
 * sign-in token would travel readable (TR4).
 */
export function parseServerAddress(text: string): ServerAddress {
  const typed = text.trim();
  const withScheme = /^[a-z]+:\/\//i.test(typed) ? typed : `${guessScheme(typed)}://${typed}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : null;
  if (url === null || url.hostname === '' || url.username !== '' || url.password !== '') {
    return { ok: false, problem: 'invalid-address' };
  }
  if (isSafePage(url)) return { ok: true, url: url.origin };
  return { ok: false, problem: url.protocol === 'http:' ? 'insecure-address' : 'invalid-address' };
}

/** Whether nobody on the way can read what passes: https, or http on the own computer (TR4). */
export function isSafePage({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}

function guessScheme(address: string): 'http' | 'https' {
  const host = address.replace(/(:\d+)?(\/.*)?$/, '');
  return isLoopbackHost(host) ? 'http' : 'https';
}
