import type { NamesStore } from '../../../client/names-cache.ts';
import { keptNamesSchema } from '../../../shared/protocol/schemas.ts';
import { stored } from './page-storage.ts';

/** The names of the team that this browser has, whoever of its members is signed in. */
export function pageNames(storage: Pick<Storage, 'getItem' | 'setItem'>): NamesStore {
  const names = stored(storage, 'ampel.names', keptNamesSchema.nullable(), null);
  return {
    load: () => names.get(),
    save: (known) => names.set(known),
    forget: () => names.set(null),
  };
}
