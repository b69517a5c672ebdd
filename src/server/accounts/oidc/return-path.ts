import { MAX_RETURN_LENGTH } from '../../../shared/api/sso.ts';

const OWN = 'http://own.invalid';

/**
 * The page to go to after signing in: a path of this server's board, whatever was asked for. What
 * is none leads to the front page.
 */
export function returnPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > MAX_RETURN_LENGTH || !asked.startsWith('/')) return '/';
  if (!URL.canParse(asked, OWN)) return '/';
  // As browsers read it: `//host` and `/\host` are other hosts, and tabs and newlines do not count.
  const { origin, pathname, search, hash } = new URL(asked, OWN);
  if (origin !== OWN || /^\/(\/|auth\/|api\/)/.test(pathname)) return '/';
  return pathname + search + hash;
}
