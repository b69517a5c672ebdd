import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Clock } from '../../../shared/domain/clock.ts';
import { SqlStore } from '../sql/sql-store.ts';
import type { Tables } from '../sql/tables.ts';
import { nodeSqlite } from './node-sqlite.ts';
import { openDatabase } from './sqlite-file.ts';

/** How often the store looks whether another process wrote to it, in milliseconds. */
const POLL_MS = 500;

/**
 * The store in one SQLite file, which several processes may have open at once. `onClose` runs when
 * the file is closed.
 * @throws OperatorError where the folder or the file in it cannot be used.
 */
export function openSqliteStore(
  dataFolder: string,
  clock: Clock,
  onClose: () => void = () => undefined,
): SqlStore {
  const database = openDatabase(dataFolder);
  const kysely = new Kysely<Tables>({ dialect: nodeSqlite(database) });
  const others = new OtherProcesses(database, clock);
  return new SqlStore({
    kysely,
    prepare: async () => undefined,
    // A transaction is the only one that writes, from its beginning on.
    lockTeam: async () => undefined,
    lockMember: async () => undefined,
    async holdTerm(transaction) {
      const row = await transaction.selectFrom('leadership').select('term').executeTakeFirst();
      return row?.term ?? 0;
    },
    lockTerm: async () => undefined,
    announce: async () => undefined,
    onExternalChange: (listener) => others.listen(listener),
    async close() {
      others.close();
      if (!database.isOpen) return;
      await kysely.destroy();
      if (database.isOpen) database.close();
      onClose();
    },
  });
}

/** Notices what other processes have written, by looking. */
class OtherProcesses {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #stopPolling: (() => void) | null = null;
  #seenVersion: number;

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#seenVersion = this.#version();
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#stopPolling === null) this.#poll();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    this.#stopPolling?.();
    this.#stopPolling = null;
    this.#listeners.clear();
  }

  #poll(): void {
    this.#stopPolling = this.#clock.after(POLL_MS, () => {
      this.#poll();
      const version = this.#version();
      if (version === this.#seenVersion) return;
      this.#seenVersion = version;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  /** Moves only when another connection has committed, not with this one's own writes. */
  #version(): number {
    return Number(this.#database.prepare('PRAGMA data_version').get()?.['data_version']);
  }
}
