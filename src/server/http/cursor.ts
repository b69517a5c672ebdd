import type { z } from 'zod';
import type { Page, PageQuery } from '../../shared/api/page.ts';
import { Refusal } from '../../shared/protocol/errors.ts';

/** A place in a list as it travels: opaque, so that nobody builds on what is in it. */
export function writeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws Refusal `invalid` where it is not one that {@link writeCursor} wrote for such a list. */
export function readCursor<T>(schema: z.ZodType<T>, cursor: string): T {
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (parsed.success) return parsed.data;
  } catch {
    // No JSON: somebody made it up.
  }
  throw new Refusal('invalid', 'The cursor is not one of this list. Begin without one.');
}

/**
 * A part of a list that is at hand as a whole. It goes on after the item with the key in the cursor,
 * or after where that was: `isAfter` compares an item to a key in the order of the list.
 */
export function pageOfAll<T, Key>(
  all: readonly T[],
  { cursor, limit }: PageQuery,
  place: {
    readonly key: z.ZodType<Key>;
    readonly keyOf: (item: T) => Key;
    readonly isAfter: (item: T, key: Key) => boolean;
  },
): Page<T> {
  const after = cursor === undefined ? null : readCursor(place.key, cursor);
  const rest = after === null ? all : all.filter((item) => place.isAfter(item, after));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const next = last === undefined || rest.length === items.length ? null : place.keyOf(last);
  return { items, next: next === null ? null : writeCursor(next) };
}
