import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import type { Role } from '../../../shared/domain/member.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { routesFor } from './routes.ts';

type Props = {
  readonly role: Role;
  /** How many contacts the member has not accepted yet. */
  readonly unaccepted: number;
};

/** The ways to the pages; the one that is shown says so. */
export function Navigation({ role, unaccepted }: Props) {
  const t = useBoardTexts();
  const [path] = useLocation();
  const nav = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is why
  useEffect(() => {
    // Where the ways stand in a line, not all of them are seen at once. To scroll to an element would
    // also move where the next Tab goes on.
    const show = (): void => {
      const line = nav.current;
      const here = line?.querySelector<HTMLElement>('[aria-current]');
      if (!line || !here) return;
      line.scrollLeft = here.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
    };
    show();
    addEventListener('resize', show);
    return () => removeEventListener('resize', show);
  }, [path]);
  return (
    <nav className="nav" aria-label={t('nav.label')} ref={nav}>
      <ul>
        {routesFor(role).map((route) => (
          <li key={route.path}>
            <Link
              href={route.path}
              className="nav-link"
              aria-current={path === route.path ? 'page' : undefined}
            >
              {t(`nav.${route.name}`)}
              {route.name === 'contacts' && unaccepted > 0 ? (
                <span className="nav-badge">
                  <span aria-hidden="true">{unaccepted}</span>
                  <span className="visually-hidden">
                    {t('contacts.toAccept', { count: unaccepted })}
                  </span>
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
