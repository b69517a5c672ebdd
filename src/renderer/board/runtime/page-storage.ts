import type { z } from 'zod';

/** One value that outlives the page. */
export type Stored<T> = { get(): T; set(value: T): void };

/**
 * A value in the browser's storage. What does not fit its schema, or cannot be read or written as in
 * some private windows, is as if it were not there: then the value holds while the page does.
 */
export function stored<T>(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  key: string,
  schema: z.ZodType<T>,
  fallback: T,
): Stored<T> {
  let value = read();
  function read(): T {
    try {
      const text = storage.getItem(key);
      if (text === null) return fallback;
      const parsed = schema.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : fallback;
    } catch {
      return fallback;
    }
  }
  return {
    get: () => value,
    set: (next) => {
      value = next;
      try {
        storage.setItem(key, JSON.stringify(next));
      } catch {
        // Full or forbidden; nothing that matters for longer than a visit is kept here.
      }
    },
  };
}
