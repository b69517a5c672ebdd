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
  if (url.protocol === 'https:') return { ok: true, url: url.origin };
  if (url.protocol !== 'http:') return { ok: false, problem: 'invalid-address' };
  return isLoopbackHost(url.hostname)
    ? { ok: true, url: url.origin }
    : { ok: false, problem: 'insecure-address' };
}

function guessScheme(address: string): 'http' | 'https' {
  const host = address.replace(/(:\d+)?(\/.*)?$/, '');
  return isLoopbackHost(host) ? 'http' : 'https';
}
