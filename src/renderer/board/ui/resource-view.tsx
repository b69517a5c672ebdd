import type { ReactNode } from 'react';
import { assertNever } from '../../../shared/domain/assert-never.ts';
import { Spinner } from '../../icons/icons.tsx';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ProblemMessage } from './problem-message.tsx';
import type { Resource } from './use-resource.ts';

type Props<T> = {
  readonly resource: Resource<T>;
  readonly children: (value: T) => ReactNode;
};

/** What the server has, or how getting it goes. */
export function ResourceView<T>({ resource, children }: Props<T>) {
  const t = useBoardTexts();
  const { state, reload } = resource;
  switch (state.kind) {
    case 'loading':
      return (
        <p className="waiting" role="status">
          <Spinner />
          {t('page.loading')}
        </p>
      );
    case 'failed':
      return (
        <div className="stack">
          <ProblemMessage problem={state.problem} />
          <div>
            <button type="button" className="button" onClick={reload}>
              {t('page.tryAgain')}
            </button>
          </div>
        </div>
      );
    case 'shown':
      return (
        <>
          <ProblemMessage problem={state.problem} />
          {children(state.value)}
        </>
      );
    default:
      return assertNever(state);
  }
}
