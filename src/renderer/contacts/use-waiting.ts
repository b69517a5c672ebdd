import { useEffect, useRef, useState } from 'react';
import { useBridge } from '../bridge/bridge-context.ts';
import { Follower } from './follower.ts';
import { type WaitingState, waitingState } from './waiting-state.ts';

/** What waits, asked anew whenever `revision` is another one; `retry` asks in any case. */
export function useWaiting(revision: number): {
  readonly state: WaitingState;
  readonly retry: () => void;
} {
  const bridge = useBridge();
  const [state, setState] = useState<WaitingState>({ kind: 'loading' });
  const follower = useRef<Follower<WaitingState> | null>(null);
  useEffect(() => {
    const current = new Follower({
      get: () => waitingState(bridge.getWaiting(undefined)),
      show: setState,
    });
    follower.current = current;
    return () => current.end();
  }, [bridge]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is why it is asked anew
  useEffect(() => follower.current?.look(), [bridge, revision]);
  return { state, retry: () => follower.current?.look() };
}
