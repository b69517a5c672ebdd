import type { SsoProblem } from '../../../shared/api/sso.ts';

/** Why somebody could not sign in with their organization's account, as it is told to them. */
export class SsoFailure extends Error {
  override readonly name = 'SsoFailure';
  readonly problem: SsoProblem;

  /** `cause` is for the log. */
  constructor(problem: SsoProblem, cause?: unknown) {
    super(problem, { cause });
    this.problem = problem;
  }
}
