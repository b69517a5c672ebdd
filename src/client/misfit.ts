import type { z } from 'zod';

/** So many of a message's faults say enough. */
const MOST = 3;

/** Where a message does not fit its schema, and how; never what it says there. */
export function misfit(error: z.ZodError): string {
  const faults = error.issues.map(({ path, code }) => `${path.join('.') || 'message'} (${code})`);
  const rest = faults.length - MOST;
  return faults.slice(0, MOST).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
