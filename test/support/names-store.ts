import type { NamesStore } from '../../src/client/names-cache.ts';
import type { Names } from '../../src/shared/protocol/schemas.ts';

/** The names of a team in memory, which goes with the test. */
export function namesInMemory(names: Names | null = null): NamesStore {
  let kept = names;
  return {
    load: () => kept,
    save: (names) => {
      kept = names;
    },
    forget: () => {
      kept = null;
    },
  };
}
