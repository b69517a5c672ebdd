import { type ReactNode, useEffect, useRef } from 'react';
import { useBoardTexts } from '../i18n/board-texts.tsx';

type Props = {
  readonly title: string;
  /** What the page is for, in a sentence. */
  readonly about?: string;
  readonly children: ReactNode;
};

/** How many pages were shown: the first one leaves the focus where the browser has it. */
let pagesShown = 0;

/** One page: says where one is to readers of screens, in the title of the tab too. */
export function Page({ title, about, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  useEffect(() => {
    if (pagesShown > 1) heading.current?.focus();
  }, []);
  return (
    <main className="page">
      <header className="page-header">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {about === undefined ? null : <p className="page-about">{about}</p>}
      </header>
      {children}
    </main>
  );
}

/** Says in the title of the tab which page is shown. */
export function usePageTitle(title: string): void {
  const t = useBoardTexts();
  useEffect(() => {
    pagesShown += 1;
  }, []);
  useEffect(() => {
    document.title = t('page.title', { page: title });
  }, [t, title]);
}
