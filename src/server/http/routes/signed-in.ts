import type { BrowserSession as OpenedSession } from '../../accounts/sign-in.ts';
import type { BrowserSession } from '../route.ts';
import { csrfOf } from '../session-cookie.ts';

/** Lets the browser speak for who has just proved who they are, and says so. */
export function beginSession(session: BrowserSession, { token, member }: OpenedSession) {
  session.start(token);
  return { member, csrf: csrfOf(token) };
}
