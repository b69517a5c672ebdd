/** How x-query.ts and x-query-worker.ts share an answer. */

/** Index of the flag that the answer has come; the values follow it. */
export const ANSWERED = 0;
export const FIRST_VALUE = 1;

/** `idle` gives milliseconds since the last input, `pointer` gives x and y on the screen. */
export type XQuestion = 'idle' | 'pointer';

export interface XQueryWorkerData {
  readonly answer: Int32Array;
  readonly display: string;
}
