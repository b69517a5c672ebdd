import type { Choice } from './status.ts';

/** Bounds of a timed choice in seconds: 5 minutes to 24 hours (PR8). */
export const TIMED_CHOICE_SECONDS = { min: 300, max: 86_400 } as const;

/** Longest note, in characters. */
export const MAX_NOTE_LENGTH = 80;

/** What a member picked, as the server keeps it. Times are epoch milliseconds. */
export type ChoiceRecord = {
  readonly choice: Choice;
  /** When the member made the choice, by the server's clock: the later made of two wins (PR10). */
  readonly madeAt: number;
  /** When a timed choice ends, or null where it stands until changed. */
  readonly until: number | null;
  readonly note: string | null;
  /** What stands when a timed choice is over: what stood before it. */
  readonly fallback: Choice;
};

export type ChoiceRequest = {
  readonly choice: Choice;
  readonly forSeconds?: number | undefined;
  readonly note?: string | undefined;
};

/** What stands at a moment: the choice itself, or after its end what stood before it (PR8). */
export type StandingChoice = {
  readonly choice: Choice;
  readonly until: number | null;
  readonly note: string | null;
};

export function initialChoice(madeAt: number): ChoiceRecord {
  return { choice: 'online', madeAt, until: null, note: null, fallback: 'online' };
}

export function choiceAt(record: ChoiceRecord, now: number): StandingChoice {
  if (record.until !== null && now >= record.until) {
    return { choice: record.fallback, until: null, note: null };
  }
  return { choice: record.choice, until: record.until, note: record.note };
}

/**
 * The record after a request made at `madeAt`. A timed choice falls back to what stood untimed
 * before it, so one timed choice after another does not fall back to the first of them.
 */
export function applyChoice(
  record: ChoiceRecord,
  request: ChoiceRequest,
  madeAt: number,
): ChoiceRecord {
  const standing = choiceAt(record, madeAt);
  return {
    choice: request.choice,
    madeAt,
    until: request.forSeconds === undefined ? null : madeAt + request.forSeconds * 1000,
    note: request.note ?? null,
    fallback: standing.until === null ? standing.choice : record.fallback,
  };
}
