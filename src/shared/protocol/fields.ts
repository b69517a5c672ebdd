import { z } from 'zod';
import { MAX_INT32 } from '../domain/activity.ts';

/** One line of text that a person wrote: trimmed, not empty, without control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters');

/** What names a team, a member, a contact or a log. */
export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const int32 = z.int().min(0).max(MAX_INT32);
export const epochMs = z.int().min(0);
