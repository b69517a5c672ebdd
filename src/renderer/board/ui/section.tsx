import { type ReactNode, useId } from 'react';

type Props = {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
};

/** A part of a page under a heading of its own. */
export function Section({ title, hint, children }: Props) {
  const heading = useId();
  return (
    <section className="section" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{title}</h2>
        {hint === undefined ? null : <p className="hint">{hint}</p>}
      </header>
      {children}
    </section>
  );
}
