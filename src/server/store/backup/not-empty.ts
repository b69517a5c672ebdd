import { OperatorError } from '../../operator-error.ts';

/** A restore must not mix two stores, nor remove one by mistake. */
export function notEmpty(where: string): OperatorError {
  return new OperatorError(
    `There are teams in ${where} already. Nothing was changed; to lose them for what is in the backup, say --replace.`,
  );
}
