import { z } from 'zod';
import { MAX_INT32 } from '../domain/activity.ts';

/** What breaks a line, rings a bell, or is no character at all, which no database would keep. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u;
const NOT_ONE_LINE = 'must be one line without control characters';

/** One line of text that a person wrote: trimmed, not empty, without control characters. */
export const line = (max: number) =>
  z.string().trim().min(1).max(max).regex(ONE_LINE, NOT_ONE_LINE);

/** An address in the web. Reading it takes line breaks out, and lets other control characters pass. */
export const webUrl = (max: number) =>
  z
    .url({ protocol: /^https?$/ })
    .max(max)
    .regex(ONE_LINE, NOT_ONE_LINE);

/** What names a team, a member, a contact or a log. */
export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const int32 = z.int().min(0).max(MAX_INT32);
export const epochMs = z.int().min(0);
