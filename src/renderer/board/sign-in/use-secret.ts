import { useEffect, useState } from 'react';

/**
 * What a link carries after its `#`, or empty. It is taken out of the address at once, so that it
 * neither stays in the history nor goes along where the address is copied.
 */
export function useSecret(): string {
  const [secret] = useState(() => decode(location.hash.slice(1)));
  useEffect(() => {
    if (location.hash !== '') {
      history.replaceState(history.state, '', `${location.pathname}${location.search}`);
    }
    // Another link that is opened in this tab differs in what browsers do not load a page anew for.
    const beginAnew = (): void => {
      if (location.hash !== '') location.reload();
    };
    addEventListener('hashchange', beginAnew);
    return () => removeEventListener('hashchange', beginAnew);
  }, []);
  return secret;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
