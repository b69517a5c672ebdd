import { z } from 'zod';
import { secretField } from '../../../shared/api/fields.ts';
import { MAX_RETURN_LENGTH } from '../../../shared/api/sso.ts';

/** How long somebody may take at the provider, in seconds. */
const MAX_AGE_SECONDS = 600;

const random = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

const flowSchema = z.strictObject({
  state: random,
  nonce: random,
  verifier: random,
  returnTo: z.string().max(3 * MAX_RETURN_LENGTH),
  invite: secretField.nullable(),
});
/**
 * A sign-in that is under way. It is kept by the browser alone, which binds the provider's answer to
 * the browser that began, and any process of the server can go on with it.
 */
export type Flow = z.infer<typeof flowSchema>;

function nameOf(isSecure: boolean): string {
  return isSecure ? '__Host-ampel_sso' : 'ampel_sso';
}

/** The flow in a `Cookie` header; null where there is none that fits. */
export function readFlowCookie(header: string | undefined, isSecure: boolean): Flow | null {
  const start = `${nameOf(isSecure)}=`;
  const cookie = header?.split(';').find((part) => part.trim().startsWith(start));
  if (cookie === undefined) return null;
  try {
    const text = Buffer.from(cookie.trim().slice(start.length), 'base64url').toString();
    return flowSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The `Set-Cookie` header that lets a browser keep the flow; with null, not any more. */
export function writeFlowCookie(flow: Flow | null, isSecure: boolean): string {
  const value = flow === null ? '' : Buffer.from(JSON.stringify(flow)).toString('base64url');
  const maxAge = flow === null ? 0 : MAX_AGE_SECONDS;
  const secure = isSecure ? '; Secure' : '';
  // Lax, because the provider's answer comes from another site.
  return `${nameOf(isSecure)}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}
