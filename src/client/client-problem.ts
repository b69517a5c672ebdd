import type { ErrorCode } from '../shared/protocol/errors.ts';

export type ClientProblemCode =
  | ErrorCode
  | 'unreachable'
  | 'not-connected'
  | 'no-answer'
  | 'signed-out-elsewhere'
  | 'signed-out-by-manager';

/** Why something did not work; `detail` is for whoever looks deeper and holds no secret. */
export type ClientProblem = { readonly code: ClientProblemCode; readonly detail: string };

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ClientProblem };
