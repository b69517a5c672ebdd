import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { Outcome } from '../../shared/bridge/bridge.ts';
import type { Problem } from '../../shared/bridge/view.ts';

type Notices = {
  readonly problem: Problem | null;
  readonly dismiss: () => void;
  /** Waits for a call and tells the member if it failed. */
  readonly tell: (call: Promise<Outcome | undefined>) => void;
};

const NoticeContext = createContext<Notices | null>(null);

export function NoticeProvider({ children }: { readonly children: ReactNode }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const notices = useMemo<Notices>(
    () => ({
      problem,
      dismiss: () => setProblem(null),
      tell: (call) => {
        setProblem(null);
        void outcomeOf(call).then((outcome) => {
          if (!outcome.ok) setProblem(outcome.problem);
        });
      },
    }),
    [problem],
  );
  return <NoticeContext value={notices}>{children}</NoticeContext>;
}

export function useNotices(): Notices {
  const notices = useContext(NoticeContext);
  if (notices === null) throw new Error('useNotices outside of NoticeProvider');
  return notices;
}

/** The outcome of a call; one that was never answered counts as a problem of its own. */
export async function outcomeOf(call: Promise<Outcome | undefined>): Promise<Outcome> {
  try {
    return (await call) ?? { ok: true };
  } catch (error) {
    return { ok: false, problem: { code: 'no-answer', detail: String(error) } };
  }
}
