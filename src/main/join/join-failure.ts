import type { Problem, ProblemCode } from '../../shared/bridge/view.ts';

/** Why nobody could be signed in through the browser, as it is told. */
export class JoinFailure extends Error {
  override readonly name = 'JoinFailure';
  readonly problem: Problem;

  /** `detail` is for whoever looks deeper, and holds no secret. */
  constructor(code: ProblemCode, detail?: string) {
    super(code);
    this.problem = detail === undefined ? { code } : { code, detail };
  }
}
