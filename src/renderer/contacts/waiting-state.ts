import type { WaitingOutcome } from '../../shared/bridge/bridge.ts';
import type { WaitingContactView } from '../../shared/bridge/contacts.ts';
import type { Problem } from '../../shared/bridge/view.ts';

export type WaitingState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'shown'; readonly waiting: readonly WaitingContactView[] };

/** What a call has told of what waits; one that was never answered counts as failed. */
export async function waitingState(call: Promise<WaitingOutcome>): Promise<WaitingState> {
  try {
    const outcome = await call;
    return outcome.ok
      ? { kind: 'shown', waiting: outcome.waiting }
      : { kind: 'failed', problem: outcome.problem };
  } catch (error) {
    return { kind: 'failed', problem: { code: 'no-answer', detail: String(error) } };
  }
}
