import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import { useBoardTexts } from '../i18n/board-texts.tsx';

type Props = {
  readonly title: string;
  /** What the page is for, in a sentence. */
  readonly about?: string;
  readonly children: ReactNode;
};

/** How many contacts are to be accepted, which the title of the tab says on every page. */
export const ToAcceptContext = createContext(0);

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
  const count = useContext(ToAcceptContext);
  useEffect(() => {
    pagesShown += 1;
  }, []);
  useEffect(() => {
    document.title =
      count === 0
        ? t('page.title', { page: title })
        : t('page.titleWithCount', { page: title, count });
  }, [t, title, count]);
}
