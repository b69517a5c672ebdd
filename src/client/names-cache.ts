import type { Names } from '../shared/protocol/schemas.ts';
import { type SeatNames, seatNames } from './replica.ts';

/** Where the names of a team outlive the app, so that a large team's travel only once. */
export type NamesStore = {
  /** What was kept last, or null. */
  load(): Names | null;
  save(names: Names): void;
  /** Keeps nothing: whoever uses this computer next need not know who is in the team. */
  forget(): void;
};

/** The names that this client has, whether it is connected or not. */
export class NamesCache {
  readonly #store: NamesStore;
  #names: SeatNames | null;

  constructor(store: NamesStore) {
    this.#store = store;
    const names = store.load();
    this.#names = names === null ? null : seatNames(names);
  }

  get current(): SeatNames | null {
    return this.#names;
  }

  keep(names: SeatNames): void {
    const isNew = names.version !== this.#names?.version;
    this.#names = names;
    if (!isNew) return;
    const members = [...names.bySeat].map(([seat, member]) => ({ seat, ...member }));
    this.#store.save({ version: names.version, members });
  }

  forget(): void {
    this.#names = null;
    this.#store.forget();
  }
}
