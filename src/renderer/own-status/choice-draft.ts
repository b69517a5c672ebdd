import { secondsUntilTimeOfDay } from '../../shared/domain/busy-duration.ts';
import { type ChoiceRequest, TIMED_CHOICE_SECONDS } from '../../shared/domain/choice.ts';
import type { Choice } from '../../shared/domain/status.ts';
import type { TeamView } from '../bridge/team-view.ts';

/** A time of day by this computer's clock. */
export type TimeOfDay = { readonly hour: number; readonly minute: number };

/** When a choice ends: not by itself, when the present one does, or at a time of day. */
export const ENDS = ['open', 'standing', 'time'] as const;
export type End = (typeof ENDS)[number];

/** What the dialog begins with: a time to be Busy until, or a note on what stands. */
export const BEGINNINGS = ['busy-until', 'note'] as const;
export type Beginning = (typeof BEGINNINGS)[number];

export type ChoiceDraft = {
  readonly choice: Choice;
  readonly end: End;
  readonly time: TimeOfDay | null;
  readonly note: string;
};

/** What stands now, or will as soon as it is sent. `until` is in epoch milliseconds. */
export type Standing = {
  readonly choice: Choice;
  readonly until: number | null;
  readonly note: string | null;
};

export function standingOf({ pending, self }: Pick<TeamView, 'pending' | 'self'>): Standing {
  if (pending !== null) return { choice: pending.choice, until: pending.until, note: null };
  if (self === null) return { choice: 'busy', until: null, note: null };
  return { choice: self.choice, until: self.choiceUntil, note: self.live?.note ?? null };
}

/** Whether what stands can be chosen again to the same end, at `now` (epoch milliseconds). */
export function canKeepEnd({ until }: Standing, now: number): boolean {
  return until !== null && until - now >= TIMED_CHOICE_SECONDS.min * 1000;
}

/** What the dialog shows first, at `now` (epoch milliseconds). */
export function draftFor(beginning: Beginning, standing: Standing, now: number): ChoiceDraft {
  const note = standing.note ?? '';
  if (beginning === 'busy-until') {
    return {
      choice: 'busy',
      end: 'time',
      time: null,
      note: standing.choice === 'busy' ? note : '',
    };
  }
  const end = standing.until === null ? 'open' : canKeepEnd(standing, now) ? 'standing' : 'time';
  return { choice: standing.choice, end, time: null, note };
}

/** What a draft comes to: a request, or what is wrong with its time. */
export type Drafted =
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-soon' }
  | { readonly kind: 'fits'; readonly request: ChoiceRequest };

/** What the draft comes to at `now` (epoch milliseconds). */
export function drafted(draft: ChoiceDraft, standing: Standing, now: number): Drafted {
  const note = noteOf(draft.note);
  const request = { choice: draft.choice, ...(note === undefined ? {} : { note }) };
  if (draft.end === 'open') return { kind: 'fits', request };
  if (draft.end === 'standing' && standing.until !== null) {
    if (!canKeepEnd(standing, now)) return { kind: 'too-soon' };
    const forSeconds = Math.round((standing.until - now) / 1000);
    return { kind: 'fits', request: { ...request, forSeconds } };
  }
  const end = entered(draft.time, now);
  if (end.kind !== 'fits') return end;
  return { kind: 'fits', request: { ...request, forSeconds: end.forSeconds } };
}

/** What an entered time comes to: so many seconds, or what is wrong with it. */
export type Entered =
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-soon' }
  | { readonly kind: 'fits'; readonly forSeconds: number };

/** What the time comes to at `now` (epoch milliseconds). */
export function entered(time: TimeOfDay | null, now: number): Entered {
  if (time === null) return { kind: 'missing' };
  const forSeconds = secondsUntilTimeOfDay(time.hour, time.minute, now);
  return forSeconds === null ? { kind: 'too-soon' } : { kind: 'fits', forSeconds };
}

/** A note as it is sent, or undefined where nothing was written. What is pasted may hold tabs and line breaks. */
export function noteOf(text: string): string | undefined {
  const note = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return note === '' ? undefined : note;
}
