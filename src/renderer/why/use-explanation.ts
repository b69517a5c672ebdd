import { useEffect, useState } from 'react';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import type { StatusExplanation } from '../../shared/bridge/view.ts';
import { useBridge } from '../bridge/bridge-context.ts';

const REFRESH_MS = 1000;

/** An explanation and when it was given (epoch milliseconds). */
export type Asked = { readonly explanation: StatusExplanation; readonly at: number };

export type ExplanationState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'shown'; readonly asked: Asked }
  /** There is none; the last one would not be true any more. */
  | { readonly kind: 'none' };

/** Why the own status is what it is, asked anew every second. */
export function useExplanation(): ExplanationState {
  const bridge = useBridge();
  const [state, setState] = useState<ExplanationState>({ kind: 'asking' });
  useEffect(() => followExplanation(bridge, setState), [bridge]);
  return state;
}

/** Asks for the explanation every second, one question at a time; the answer ends it. */
export function followExplanation(
  bridge: Pick<Bridge, 'explainStatus'>,
  show: (state: ExplanationState) => void,
): () => void {
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function ask(): Promise<void> {
    const state = await answerOf(bridge);
    if (ended) return;
    show(state);
    timer = setTimeout(() => void ask(), REFRESH_MS);
  }
  void ask();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

async function answerOf(bridge: Pick<Bridge, 'explainStatus'>): Promise<ExplanationState> {
  try {
    const explanation = await bridge.explainStatus(undefined);
    if (explanation === null) return { kind: 'none' };
    return { kind: 'shown', asked: { explanation, at: Date.now() } };
  } catch {
    // Main did not answer; the next second asks again.
    return { kind: 'none' };
  }
}
