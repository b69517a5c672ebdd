import { useEffect, useRef, useState } from 'react';
import { useBridge } from '../bridge/bridge-context.ts';
import { WaitingFollower, type WaitingState } from './waiting-state.ts';

/** What waits, asked anew whenever `revision` is another one; `retry` asks in any case. */
export function useWaiting(revision: number): {
  readonly state: WaitingState;
  readonly retry: () => void;
} {
  const bridge = useBridge();
  const [state, setState] = useState<WaitingState>({ kind: 'loading' });
  const follower = useRef<WaitingFollower | null>(null);
  useEffect(() => {
    const current = new WaitingFollower({
      get: () => bridge.getWaiting(undefined),
      show: setState,
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
    follower.current = current;
    return () => current.end();
  }, [bridge]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is why it is asked anew
  useEffect(() => follower.current?.look(), [bridge, revision]);
  return { state, retry: () => follower.current?.look() };
}
