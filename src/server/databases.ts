import type { Clock } from '../shared/domain/clock.ts';
import type { ServerConfig, StoreConfig } from './config.ts';
import { type BackupSummary, readBackup, writeBackup } from './store/backup/backup-file.ts';
import { backUpPostgres, restorePostgres } from './store/backup/postgres-backup.ts';
import { backUpSqlite, restoreSqlite } from './store/backup/sqlite-backup.ts';
import type { DatabaseUse } from './store/postgres/change-listener.ts';
import { openPostgresStore } from './store/postgres/postgres-store.ts';
import { lockFolder } from './store/sqlite/sqlite-file.ts';
import { openSqliteStore } from './store/sqlite/sqlite-store.ts';
import type { Store } from './store/store.ts';

/**
 * The store of a server: of the one that may use the folder, which is free again when the store is
 * closed, or of one of several, which keep nothing in theirs.
 */
export function openLockedStore(
  config: StoreConfig & Pick<ServerConfig, 'redisUrl'>,
  clock: Clock,
  warn: (text: string) => void,
): Store {
  if (config.redisUrl !== null) return openStore(config, { clock, warn, use: 'in-cluster' });
  const unlock = lockFolder(config.dataFolder);
  try {
    return openStore(config, { clock, warn, use: 'alone', onClose: unlock });
  } catch (error) {
    unlock();
    throw error;
  }
}

export function openStore(
  { databaseUrl, dataFolder }: StoreConfig,
  options: {
    readonly clock: Clock;
    readonly warn: (text: string) => void;
    readonly use: DatabaseUse;
    readonly onClose?: () => void;
  },
): Store {
  return databaseUrl === null
    ? openSqliteStore(dataFolder, options.clock, options.onClose)
    : openPostgresStore({ url: databaseUrl, ...options });
}

/**
 * Writes all that the store holds, as it is at one moment, to a file.
 * @throws OperatorError where the store cannot be read or the file not written.
 */
export function backUp(
  { databaseUrl, dataFolder }: StoreConfig,
  file: string,
): Promise<BackupSummary> {
  return writeBackup(file, (temporary) =>
    databaseUrl === null
      ? backUpSqlite(dataFolder, temporary)
      : backUpPostgres(databaseUrl, temporary),
  );
}

/**
 * Puts what is in a backup into the store, whichever database it was taken from; all or nothing.
 * @throws OperatorError where the file is no sound backup, a server uses the store, or something
 * is in it that is not to be replaced.
 */
export function restoreBackup(
  { databaseUrl, dataFolder }: StoreConfig,
  file: string,
  options: { readonly replace: boolean },
): Promise<BackupSummary> {
  return readBackup(file, async ({ path, summary }) => {
    await (databaseUrl === null
      ? restoreSqlite(dataFolder, path, options)
      : restorePostgres(databaseUrl, path, options));
    return summary;
  });
}
