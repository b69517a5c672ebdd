import type { ReactNode } from 'react';
import { AppMark } from '../../indicator/app-mark.tsx';
import { usePageTitle } from '../ui/page.tsx';

type Props = {
  readonly title: string;
  readonly about?: string;
  readonly children: ReactNode;
};

/** A page for whoever is not in the board yet: one thing to do, in the middle. */
export function CardPage({ title, about, children }: Props) {
  usePageTitle(title);
  return (
    <main className="sign-in-page">
      <div className="card">
        <header className="sign-in-header">
          <AppMark />
          <h1>{title}</h1>
          {about === undefined ? null : <p>{about}</p>}
        </header>
        {children}
      </div>
    </main>
  );
}
