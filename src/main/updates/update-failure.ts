import type { UpdateProblem } from '../../shared/bridge/view.ts';

/** A newer version could not be had, for a reason that lies outside the app. */
export class UpdateFailure extends Error {
  override readonly name = 'UpdateFailure';
  readonly problem: Exclude<UpdateProblem, 'unexpected'>;

  constructor(
    problem: Exclude<UpdateProblem, 'unexpected'>,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.problem = problem;
  }
}
