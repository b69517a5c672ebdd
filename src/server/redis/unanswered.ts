import { Refusal } from '../../shared/protocol/errors.ts';

/** What was asked of Redis or another process, and not answered. */
export class Unanswered extends Refusal {
  /** Who was asked, as a sentence has it. */
  readonly whom: string;
  /** Whether it may have been done nevertheless; false where it reached nobody. */
  readonly mayBeDone: boolean;

  constructor(whom: string, { mayBeDone }: { readonly mayBeDone: boolean }) {
    super(
      'unavailable',
      mayBeDone
        ? `The server had no answer from ${whom}. It may have been done or not: look, and try again.`
        : `The server cannot reach ${whom} at the moment. Nothing was done; try again.`,
    );
    this.whom = whom;
    this.mayBeDone = mayBeDone;
  }
}
