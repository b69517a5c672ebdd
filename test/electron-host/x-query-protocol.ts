/** How x-query.ts and x-query-worker.ts share an answer. */

/** Index of the flag that the answer has come; the values follow it. */
export const ANSWERED = 0;
export const FIRST_VALUE = 1;

/** X's bits of the modifier keys that count for a combination. */
export const SHIFT = 1;
export const CONTROL = 4;
export const ALT = 8;
export const SUPER = 64;

/** A key of the keyboard together with X's modifier bits. */
export interface KeyCombination {
  readonly keysym: number;
  readonly modifiers: number;
}

/**
 * `idle` gives milliseconds since the last input, `pointer` gives x and y on the screen, `grab` gives
 * 1 where the key combination is now ours alone.
 */
export type XQuestion =
  | { readonly about: 'idle' | 'pointer' }
  | ({ readonly about: 'grab' | 'release' } & KeyCombination);

/** What the worker tells unasked: a grabbed combination has been pressed. */
export type XKeyPress = KeyCombination;

export interface XQueryWorkerData {
  readonly answer: Int32Array;
  readonly display: string;
}
