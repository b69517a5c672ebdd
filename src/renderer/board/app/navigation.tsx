import { Link, useLocation } from 'wouter';
import type { Role } from '../../../shared/domain/member.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { routesFor } from './routes.ts';

/** The ways to the pages; the one that is shown says so. */
export function Navigation({ role }: { readonly role: Role }) {
  const t = useBoardTexts();
  const [path] = useLocation();
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      <ul>
        {routesFor(role).map((route) => (
          <li key={route.path}>
            <Link
              href={route.path}
              className="nav-link"
              aria-current={path === route.path ? 'page' : undefined}
            >
              {t(`nav.${route.name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
