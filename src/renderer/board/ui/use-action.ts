import { useState } from 'react';
import type { Problem } from '../../../shared/bridge/view.ts';
import type { Reply } from '../api/http.ts';

/** How something goes that the member has asked for. */
export type ActionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly problem: Problem };

export type Action = {
  readonly state: ActionState;
  readonly isRunning: boolean;
  readonly problem: Problem | null;
  /** Does one thing at a time; null where it failed or another one is not done yet. */
  readonly run: <T>(request: () => Promise<Reply<T>>) => Promise<{ readonly value: T } | null>;
  readonly forget: () => void;
};

export function useAction(): Action {
  const [state, setState] = useState<ActionState>({ kind: 'none' });
  return {
    state,
    isRunning: state.kind === 'running',
    problem: state.kind === 'failed' ? state.problem : null,
    run: async (request) => {
      if (state.kind === 'running') return null;
      setState({ kind: 'running' });
      const reply = await request();
      if (!reply.ok) {
        setState({ kind: 'failed', problem: reply.problem });
        return null;
      }
      setState({ kind: 'done' });
      return { value: reply.value };
    },
    forget: () => setState({ kind: 'none' }),
  };
}
