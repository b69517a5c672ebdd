import type { Choice } from '../../../src/shared/domain/status.ts';

/** A choice as the store has it. */
export type StoredChoice = {
  readonly choice: Choice;
  readonly madeAt: number;
  readonly madeOn: string | null;
  readonly until: number | null;
  readonly note: string | null;
  readonly fallback: Choice;
};

/** A choice as the server must have it. `madeAt` and `until` are by the server's time of day. */
export type KnownChoice = StoredChoice & {
  /** Which of those that members made; null for the one they start with. */
  readonly choiceId: number | null;
  /** When it began to stand, on the timeline. */
  readonly takenAt: number;
};

export const startingChoice: KnownChoice = {
  choiceId: null,
  choice: 'online',
  madeAt: 0,
  madeOn: null,
  until: null,
  note: null,
  fallback: 'online',
  takenAt: 0,
};

type Message = {
  readonly choice: Choice;
  readonly forSeconds?: number;
  readonly note?: string;
  readonly ageMs: number;
};

/**
 * What stands when a message has arrived at `epoch`: of two choices the one made later (PR10), of
 * one device the one that arrives later. A choice that was made in the future is older than any.
 */
export function withChoice(
  standing: KnownChoice,
  { choice, forSeconds, note, ageMs }: Message,
  { choiceId, deviceId }: { readonly choiceId: number; readonly deviceId: string },
  epoch: number,
  now: number,
): KnownChoice {
  const standsSince = standing.madeAt <= epoch ? standing.madeAt : 0;
  const isSameDevice = standing.madeOn === deviceId;
  const madeAt = Math.max(epoch - ageMs, isSameDevice ? standsSince : 0);
  if (madeAt < standsSince) return standing;
  const wasOver = standing.until !== null && madeAt >= standing.until;
  const stood = wasOver ? standing.fallback : standing.choice;
  return {
    choiceId,
    choice,
    madeAt,
    madeOn: deviceId,
    until: forSeconds === undefined ? null : madeAt + forSeconds * 1_000,
    note: note ?? null,
    // PR8: what stood untimed before it.
    fallback: standing.until === null || wasOver ? stood : standing.fallback,
    takenAt: now,
  };
}
