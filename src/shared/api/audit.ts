import { z } from 'zod';
import { epochMs, id } from '../protocol/fields.ts';
import { pageOf } from './page.ts';

/** Who changes a team. `operator`: whoever runs the server, by its command line. */
export const ACTOR_KINDS = ['member', 'integration', 'system', 'operator'] as const;

/** Fields by name, as they were or are. */
const fields = z.record(z.string(), z.unknown());

export const auditEntrySchema = z.object({
  entryId: id,
  at: epochMs,
  actor: z.object({
    kind: z.enum(ACTOR_KINDS),
    id: id.nullable(),
    /** As they were called then; null where they have no name. */
    name: z.string().nullable(),
  }),
  /** What was done to what, such as `member.role-changed`. */
  action: z.string(),
  subject: z.object({ kind: z.string(), id: id.nullable(), name: z.string().nullable() }),
  before: fields.nullable(),
  after: fields.nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export const auditPageSchema = pageOf(auditEntrySchema);
