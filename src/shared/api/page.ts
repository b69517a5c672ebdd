import { z } from 'zod';

/** How many items an answer of a list holds. */
export const PAGE_LIMIT = { max: 200, default: 50 } as const;

/** Where in a list to go on, and how far; as it stands in an address. */
export const pageQuerySchema = z.strictObject({
  /** `next` of the answer before; left out for the first. */
  cursor: z.string().min(1).max(256).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT.max).default(PAGE_LIMIT.default),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** One part of a list. */
export type Page<T> = {
  readonly items: readonly T[];
  /** The cursor of the part that follows, or null where this is the last. */
  readonly next: string | null;
};

/** {@link Page} of what fits a schema. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
