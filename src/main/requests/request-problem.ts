import { MAX_NOTE_LENGTH, TIMED_CHOICE_SECONDS } from '../../shared/domain/choice.ts';
import type { Translate } from '../language/translate.ts';

/** Why a request from outside is not understood; `request.*` has a sentence for each. */
export type RequestProblemCode =
  | 'too-long'
  | 'unreadable'
  | 'unknown-request'
  | 'unknown-option'
  | 'unexpected'
  | 'missing-value'
  | 'repeated'
  | 'bad-duration'
  | 'bad-time'
  | 'bad-note'
  | 'for-and-until'
  | 'offline';

export type RequestProblem = {
  readonly code: RequestProblemCode;
  /** The piece it is about, short and fit to be shown; empty where there is none. */
  readonly given: string;
};

/** Longest piece of somebody's input that is shown again, in characters. */
const MAX_GIVEN = 40;

/** Thrown by parsers of pieces and caught by the parser of the whole. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
  readonly problem: RequestProblem;

  constructor(code: RequestProblemCode, given = '') {
    super(code);
    this.problem = { code, given: shown(given) };
  }
}

/** What is wrong and what would be right, in one or two sentences. */
export function problemWords({ code, given }: RequestProblem, t: Translate): string {
  return t(`request.${code}`, {
    given,
    max: MAX_NOTE_LENGTH,
    minMinutes: TIMED_CHOICE_SECONDS.min / 60,
    maxHours: TIMED_CHOICE_SECONDS.max / 3600,
  });
}

/**
 * A piece of input as it may be shown: nothing that moves a cursor, turns the direction of the
 * text around or fills a screen.
 */
function shown(text: string): string {
  // Cut before it is cleaned, because the whole may be long.
  const clean = text.slice(0, 2 * MAX_GIVEN).replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '');
  const characters = [...clean.toWellFormed()];
  return characters.length > MAX_GIVEN
    ? `${characters.slice(0, MAX_GIVEN - 1).join('')}…`
    : clean.toWellFormed();
}
