import type { ReactNode } from 'react';

type Props = {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
};

/** A part of a page under a heading of its own. */
export function Section({ title, hint, children }: Props) {
  return (
    <section className="section">
      <header>
        <h2>{title}</h2>
        {hint === undefined ? null : <p className="hint">{hint}</p>}
      </header>
      {children}
    </section>
  );
}
