/** How many rows one statement is about at most. */
const PART = 500;

/** Few enough at a time for one statement. */
export function* inParts<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += PART) yield all.slice(start, start + PART);
}
