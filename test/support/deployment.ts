import type { TeamAdmin } from '../../src/server/admin/team-admin.ts';
import { openAdmin } from '../../src/server/app.ts';
import type { StoreConfig } from '../../src/server/config.ts';
import { type Ended, runWith, Serving } from './command-line.ts';
import { temporaryFolder } from './team-server.ts';

/** A place for the data of one team server, empty at first, and what is run on it. */
export type Deployment = AsyncDisposable & {
  readonly store: StoreConfig;
  /** Does what commands do, without a process for each. */
  administer<T>(task: (admin: TeamAdmin) => Promise<T>): Promise<T>;
  /** Runs a command of the server's command line to its end. */
  run(...args: string[]): Promise<Ended>;
  serve(): Promise<Serving>;
};

/** `databaseUrl`: an empty PostgreSQL, or null for SQLite. */
export async function deploy(databaseUrl: string | null): Promise<Deployment> {
  const folder = await temporaryFolder();
  const environment = {
    AMPEL_DATA: folder.path,
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  };
  const store = { dataFolder: folder.path, databaseUrl };
  return {
    store,
    async administer(task) {
      const { admin, close } = await openAdmin(store);
      try {
        return await task(admin);
      } finally {
        await close();
      }
    },
    run: (...args) => runWith(environment, ...args),
    serve: () => Serving.startWith(environment),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
