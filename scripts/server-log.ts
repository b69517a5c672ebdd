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

/** What a line of a server's log comes to for whoever watches it; null where that is nothing. */
export function inWords(line: string): string | null {
  const entry = parse(line);
  // What a server that cannot start says is text.
  if (entry === null) return line.trim() === '' ? null : line;
  if (entry.msg === LEADS) return 'leads';
  if (entry.level < WARNING) return null;
  return entry.err === undefined ? entry.msg : `${entry.msg}: ${entry.err.message}`;
}

function parse(line: string): z.infer<typeof entrySchema> | null {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
