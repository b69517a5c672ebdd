type Place = { readonly pathname: string; readonly search: string };

/** Where to sign in and come back from to where one is. */
export function signInPath({ pathname, search }: Place): string {
  const here = `${pathname}${search}`;
  if (pathname === '/' || pathname === '/sign-in') return '/sign-in';
  return `/sign-in?${new URLSearchParams({ returnTo: here })}`;
}

/**
 * Where to go on after signing in, from the query of the page for it. Only paths of this board: an
 * address somebody wrote must not lead on to another site.
 */
export function returnPath(search: string): string {
  const asked = new URLSearchParams(search).get('returnTo') ?? '/';
  const origin = 'https://board.invalid';
  if (!URL.canParse(asked, origin)) return '/';
  const { origin: leadsTo, pathname, search: query } = new URL(asked, origin);
  const isOfBoard = leadsTo === origin && !/^\/(\/|api\/|auth\/)/.test(pathname);
  return isOfBoard ? `${pathname}${query}` : '/';
}
