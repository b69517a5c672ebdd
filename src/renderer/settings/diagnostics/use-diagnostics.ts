import { useEffect, useState } from 'react';
import type { Bridge } from '../../../shared/bridge/bridge.ts';
import type { Diagnostics } from '../../../shared/bridge/diagnostics.ts';
import { useBridge } from '../../bridge/bridge-context.ts';

const REFRESH_MS = 1000;

/** What this installation knows of itself, asked anew every second; null until it is known. */
export function useDiagnostics(): Diagnostics | null {
  const bridge = useBridge();
  const [diagnostics, setDiagnostics] = useState<Diagnostics | null>(null);
  useEffect(() => followDiagnostics(bridge, setDiagnostics), [bridge]);
  return diagnostics;
}

function followDiagnostics(
  bridge: Pick<Bridge, 'getDiagnostics'>,
  show: (diagnostics: Diagnostics | null) => void,
): () => void {
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function ask(): Promise<void> {
    // Where main does not answer, the next second asks again.
    const answer = await bridge.getDiagnostics(undefined).catch(() => null);
    if (ended) return;
    show(answer);
    timer = setTimeout(() => void ask(), REFRESH_MS);
  }
  void ask();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
