import { z } from 'zod';

/** From this level on a line of the server's log is worth a person's attention. */
const WARNING = 40;

/** What a server says when it has begun to lead. */
const LEADS = 'this server leads';

const entrySchema = z.object({
  level: z.number(),
  msg: z.string(),
  err: z.object({ message: z.string() }).optional(),
});

/** What somebody who watches a server wants to know: an event, or what may be said again and again. */
export type Heard = { readonly kind: 'event' | 'trouble'; readonly words: string };

/** What a line of a server's log comes to for whoever watches it; null where that is nothing. */
export function heardIn(line: string): Heard | null {
  const entry = parse(line);
  // What a server that cannot start says is text.
  if (entry === null) return line.trim() === '' ? null : { kind: 'trouble', words: line };
  const { level, msg, err } = entry;
  if (msg === LEADS) return { kind: 'event', words: 'leads' };
  if (level < WARNING) return null;
  return { kind: 'trouble', words: err === undefined ? msg : `${msg}: ${err.message}` };
}

function parse(line: string): z.infer<typeof entrySchema> | null {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
