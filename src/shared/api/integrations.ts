import { z } from 'zod';
import { epochMs, id, line } from '../protocol/fields.ts';
import { pageOf } from './page.ts';

/** What a key opens: putting contacts in and following them, and reading who is Online. */
export const SCOPES = ['contacts', 'status:read'] as const;
export type Scope = (typeof SCOPES)[number];

export const newIntegrationSchema = z.strictObject({
  name: line(64),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'names a scope twice'),
});
export type NewIntegration = z.infer<typeof newIntegrationSchema>;

export const integrationSchema = z.object({
  integrationId: id,
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  /** Null where they have been removed since. */
  createdBy: id.nullable(),
  createdAt: epochMs,
  lastUsedAt: epochMs.nullable(),
});
/** A program that takes part with a key of its own. */
export type Integration = z.infer<typeof integrationSchema>;
export const integrationsSchema = pageOf(integrationSchema);

/** The key is told once. */
export const createdIntegrationSchema = integrationSchema.extend({ key: z.string() });
export type CreatedIntegration = z.infer<typeof createdIntegrationSchema>;
