import type { Problem } from '../../shared/bridge/view.ts';
import { ProblemText } from '../notices/problem-text.tsx';

/** Always there, so that a screen reader notices what appears in it. */
export function ProblemBox({ problem }: { readonly problem: Problem | null }) {
  return (
    <div role="alert">
      {problem === null ? null : (
        <div className="message message-problem">
          <ProblemText problem={problem} />
        </div>
      )}
    </div>
  );
}
