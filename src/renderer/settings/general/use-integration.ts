import { useEffect, useState } from 'react';
import type { Integration } from '../../../shared/bridge/diagnostics.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useNotices } from '../../notices/notice-context.tsx';

/** How far the system takes part, once it is known; `ask` asks again after a change. */
export function useIntegration(): {
  readonly integration: Integration | null;
  readonly ask: () => void;
} {
  const bridge = useBridge();
  const { tell } = useNotices();
  const [integration, setIntegration] = useState<Integration | null>(null);
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each number asks anew
  useEffect(() => {
    let ended = false;
    const answer = bridge.getIntegration(undefined);
    answer.then(
      (next) => {
        if (!ended) setIntegration(next);
      },
      () => tell(answer.then(() => undefined)),
    );
    return () => {
      ended = true;
    };
  }, [bridge, asked]);
  return { integration, ask: () => setAsked((before) => before + 1) };
}
