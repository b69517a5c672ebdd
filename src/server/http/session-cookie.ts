import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * How long a browser keeps the cookie, in seconds: the longest that browsers do. A session ends on
 * the server, 30 days after its last use (KE5), which a cookie cannot know of.
 */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/** Over TLS the name makes the browser refuse a cookie that another host or plain HTTP wants to set. */
function nameOf(isSecure: boolean): string {
  return isSecure ? '__Host-ampel_session' : 'ampel_session';
}

/** The token in a `Cookie` header; null where there is none. Tokens need no quoting. */
export function readSessionCookie(header: string | undefined, isSecure: boolean): string | null {
  const start = `${nameOf(isSecure)}=`;
  const cookie = header?.split(';').find((part) => part.trim().startsWith(start));
  return cookie?.trim().slice(start.length) || null;
}

/** The `Set-Cookie` header that makes a browser speak for the token's member; with null, not any more. */
export function writeSessionCookie(token: string | null, isSecure: boolean): string {
  const [value, maxAge] = token === null ? ['', 0] : [token, MAX_AGE_SECONDS];
  const secure = isSecure ? '; Secure' : '';
  return `${nameOf(isSecure)}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

/** What a page sends along with each change: another site can send the cookie, but cannot know this. */
export function csrfOf(token: string): string {
  return createHmac('sha256', token).update('ampel csrf').digest('base64url');
}

export function isCsrfOf(token: string, given: string | undefined): boolean {
  const expected = Buffer.from(csrfOf(token));
  const actual = Buffer.from(given ?? '');
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
