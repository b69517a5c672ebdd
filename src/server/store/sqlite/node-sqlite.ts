import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { isBusy } from './sqlite-file.ts';

/** How long a statement waits for another process that writes, in milliseconds. */
const PATIENCE_MS = 5_000;

/** The first and the longest pause until another attempt, in milliseconds. */
const PAUSE_MS = { first: 2, longest: 50 } as const;

/** Statements that are kept ready; those with lists of values come in many lengths. */
const MOST_PREPARED = 200;

/** Node's SQLite as Kysely wants a database. */
export function nodeSqlite(database: DatabaseSync): Dialect {
  // SQLite's own waiting would hold up everything else this process does.
  database.exec('PRAGMA busy_timeout = 0');
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new PatientDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class PatientDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    super({ database: adapt(database) });
    this.#database = database;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) => patiently(() => connection.executeQuery(query)),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    };
  }

  /** A transaction that reads first and writes then must not find that somebody else wrote in between. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // SQLite has done it where a disk is full or broken; trying it again would hide that.
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** Tries again while another connection writes. Nothing was done by an attempt that found that. */
async function patiently<R>(run: () => Promise<QueryResult<R>>): Promise<QueryResult<R>> {
  let pause: number = PAUSE_MS.first;
  for (let waited = 0; ; waited += pause, pause = Math.min(2 * pause, PAUSE_MS.longest)) {
    try {
      return await run();
    } catch (error) {
      if (!isBusy(error) || waited >= PATIENCE_MS) throw error;
    }
    await setTimeout(pause);
  }
}

/** A statement, and whether it answers rows. */
type Prepared = { readonly statement: StatementSync; readonly reader: boolean };

function withReader(statement: StatementSync): Prepared {
  return { statement, reader: statement.columns().length > 0 };
}

function adapt(database: DatabaseSync): SqliteDatabase {
  /** The last used last. */
  const prepared = new Map<string, Prepared>();
  const prepare = (sql: string): Prepared => {
    const known = prepared.get(sql) ?? withReader(database.prepare(sql));
    prepared.delete(sql);
    prepared.set(sql, known);
    const [oldest] = prepared.keys();
    if (prepared.size > MOST_PREPARED && oldest !== undefined) prepared.delete(oldest);
    return known;
  };
  return {
    close: () => database.close(),
    prepare(sql) {
      const { statement, reader } = prepare(sql);
      type Values = Parameters<typeof statement.all>;
      return {
        reader,
        all: (values) => statement.all(...(values as Values)),
        run: (values) => statement.run(...(values as Values)),
        // With a statement of its own: a shared one could be begun anew before all is read.
        iterate: (values) => database.prepare(sql).iterate(...(values as Values)),
      };
    },
  };
}
