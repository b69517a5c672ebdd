/** What a text needs to name times. */
export type TimeFormat = {
  /** Epoch milliseconds. */
  readonly now: number;
  /** BCP 47 tag. */
  readonly locale: string;
};
