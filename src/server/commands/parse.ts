import type { z } from 'zod';
import { Refusal } from '../../shared/protocol/errors.ts';
import { describeIssues } from '../../shared/protocol/schemas.ts';

/** Everything from the wire passes here (TR2). @throws Refusal `invalid`, saying where. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal('invalid', describeIssues(parsed.error));
}
