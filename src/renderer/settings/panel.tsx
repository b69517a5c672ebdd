import { type ReactNode, useId } from 'react';

/** A part of a section under a heading of its own. */
export function Panel(props: { readonly title: string; readonly children: ReactNode }) {
  const { title, children } = props;
  const heading = useId();
  return (
    <section className="settings-panel" aria-labelledby={heading}>
      <h3 id={heading} className="label">
        {title}
      </h3>
      {children}
    </section>
  );
}
