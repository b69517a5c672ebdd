import { z } from 'zod';
import { epochMs, id } from '../protocol/fields.ts';
import { pageOf } from './page.ts';

/** Who changes a team. `operator`: whoever runs the server, by its command line. */
export const ACTOR_KINDS = ['member', 'integration', 'system', 'operator'] as const;

/** What was changed; a name for people and scripts, such as `settings.changed`. */
export const AUDIT_ACTIONS = [
  'team.created',
  'settings.changed',
  'member.added',
  'member.changed',
  'member.sessions-ended',
  'member.token-issued',
  'member.device-revoked',
  'member.password-link-made',
  'member.password-set',
  'member.joined',
  'member.identity-linked',
  'invite.made',
  'invite.revoked',
  'integration.added',
  'integration.removed',
  'webhook.added',
  'webhook.changed',
  'webhook.removed',
  'contact.added',
  'contact.assigned',
  'contact.returned',
  'contact.closed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

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
  /** One of {@link AUDIT_ACTIONS}, or one that this version does not know. */
  action: z.string(),
  subject: z.object({ kind: z.string(), id: id.nullable(), name: z.string().nullable() }),
  before: fields.nullable(),
  after: fields.nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export const auditPageSchema = pageOf(auditEntrySchema);
