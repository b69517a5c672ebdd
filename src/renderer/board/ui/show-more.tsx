import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ProblemMessage } from './problem-message.tsx';
import type { List } from './use-list.ts';

/** The way to the part of a list that follows. */
export function ShowMore<T>({ list }: { readonly list: List<T> }) {
  const t = useBoardTexts();
  return (
    <>
      <ProblemMessage problem={list.problem} />
      {list.rest === 'none' ? null : (
        <div>
          <button
            type="button"
            className="button"
            aria-disabled={list.rest === 'loading'}
            onClick={list.showMore}
          >
            {t(list.rest === 'loading' ? 'page.loading' : 'page.showMore')}
          </button>
        </div>
      )}
    </>
  );
}
