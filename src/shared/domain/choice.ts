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
  /** The device it was made on; null for what a member starts with. */
  readonly madeOn: string | null;
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
  return { choice: 'online', madeAt, madeOn: null, until: null, note: null, fallback: 'online' };
}

export function choiceAt(record: ChoiceRecord, now: number): StandingChoice {
  if (record.until !== null && now >= record.until) {
    return { choice: record.fallback, until: null, note: null };
  }
  return { choice: record.choice, until: record.until, note: record.note };
}

/** Where and when a choice was made. */
export type ChoiceOrigin = {
  /** Milliseconds since the member made it. */
  readonly ageMs: number;
  readonly deviceId: string;
};

/**
 * The record after a request, or null where a choice made later stands (PR10). `now` is in epoch
 * milliseconds.
 */
export function nextChoice(
  standing: ChoiceRecord,
  request: ChoiceRequest,
  { ageMs, deviceId }: ChoiceOrigin,
  now: number,
): ChoiceRecord | null {
  // A choice from the future was made before the clock was set back, nobody knows how long before.
  const standingMadeAt = standing.madeAt > now ? 0 : standing.madeAt;
  const arrivedAsMadeAt = Math.max(0, now - ageMs);
  // One device's choices arrive in the order in which they were made. Their ages do not always say
  // so, because the time on the way counts as well and differs from message to message.
  const madeAt =
    standing.madeOn === deviceId ? Math.max(arrivedAsMadeAt, standingMadeAt) : arrivedAsMadeAt;
  return madeAt < standingMadeAt ? null : applyChoice(standing, request, madeAt, deviceId);
}

/**
 * A timed choice falls back to what stood untimed before it, so one timed choice after another
 * does not fall back to the first of them.
 */
function applyChoice(
  record: ChoiceRecord,
  request: ChoiceRequest,
  madeAt: number,
  madeOn: string,
): ChoiceRecord {
  const standing = choiceAt(record, madeAt);
  return {
    choice: request.choice,
    madeAt,
    madeOn,
    until: request.forSeconds === undefined ? null : madeAt + request.forSeconds * 1000,
    note: request.note ?? null,
    fallback: standing.until === null ? standing.choice : record.fallback,
  };
}
