import { secondsUntilTimeOfDay } from '../../shared/domain/busy-duration.ts';

/** A time of day by this computer's clock. */
export type TimeOfDay = { readonly hour: number; readonly minute: number };

/** What an entered time comes to: Busy for so many seconds, or what is wrong with it. */
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

/** A note as it is sent, or undefined where nothing was written. What is pasted may hold tabs. */
export function noteOf(text: string): string | undefined {
  const note = text.replace(/\p{Cc}+/gu, ' ').trim();
  return note === '' ? undefined : note;
}
