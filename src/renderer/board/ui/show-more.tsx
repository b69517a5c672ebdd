import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ProblemMessage } from './problem-message.tsx';
import type { List } from './use-list.ts';

type Props = { readonly list: Pick<List<unknown>, 'rest' | 'problem' | 'showMore'> };

/** The way to the part of a list that follows. */
export function ShowMore({ list }: Props) {
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
