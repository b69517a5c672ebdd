/** Time as behaviour sees it; tests put a clock of their own here. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `task` once when `delayMs` have passed; the answer takes it back. */
  after(delayMs: number, task: () => void): () => void;
};
