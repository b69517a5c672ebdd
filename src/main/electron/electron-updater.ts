import process from 'node:process';
import { app } from 'electron';
import electronUpdater from 'electron-updater';
import type { Log, UpdaterPort } from '../ports.ts';
import { UpdateFailure } from '../updates/update-failure.ts';

export type UpdaterOptions = {
  /** A generic server's address, or null for the place that the package names. */
  readonly url: string | null;
  /** The AppImage that was started, or null. */
  readonly appImage: string | null;
  /** The arguments that the new version is to be started with. */
  readonly startArguments: () => readonly string[];
  readonly log: Log;
};

/** Newer versions by way of electron-updater. */
export function createUpdater({ url, appImage, startArguments, log }: UpdaterOptions): UpdaterPort {
  const updater = electronUpdater.autoUpdater;
  const installsOnQuit = process.platform !== 'linux' || appImage !== null;
  // What it calls errors is told by the promises too, and handled there.
  updater.logger = {
    info: (message: unknown) => log.info(`update: ${String(message)}`),
    warn: (message: unknown) => log.warn(`update: ${String(message)}`),
    error: (message: unknown) => log.warn(`update: ${String(message)}`),
  };
  updater.autoDownload = true;
  updater.autoInstallOnAppQuit = installsOnQuit;
  updater.allowDowngrade = false;
  if (url !== null) updater.setFeedURL({ provider: 'generic', url });

  let started = appImage ?? process.execPath;
  // An AppImage with a version in its name goes on under the new one.
  updater.on('appimage-filename-updated', (file) => {
    started = file;
  });
  return {
    installsOnQuit,
    check: async () => {
      const result = await updater.checkForUpdates().catch(rethrow);
      if (result?.isUpdateAvailable !== true) return null;
      const downloaded = (result.downloadPromise ?? Promise.resolve()).then(
        () => undefined,
        rethrow,
      );
      // Whoever waits for it hears of it; nobody does where the look took too long.
      downloaded.catch(() => undefined);
      return { version: result.updateInfo.version, downloaded };
    },
    restart: () => {
      if (!(updater instanceof electronUpdater.BaseUpdater)) {
        updater.quitAndInstall();
        return;
      }
      // Installed only once the goodbye has been said, and not a second time by itself.
      updater.autoInstallOnAppQuit = false;
      const startsNew = process.platform === 'win32';
      const args = [...startArguments()];
      app.once('quit', () => {
        updater.install(true, startsNew);
        // Where installing failed, the old version goes on.
        if (!startsNew) app.relaunch({ execPath: started, args });
      });
      app.quit();
    },
  };
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS']);

/** @throws {UpdateFailure} for what lies outside the app; anything else as it is */
function rethrow(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  const code = 'code' in error ? String(error.code) : '';
  const because = { cause: error };
  if (code === 'ERR_CHECKSUM_MISMATCH') throw new UpdateFailure('damaged', error.message, because);
  if (NO_ROOM.has(code)) throw new UpdateFailure('no-room', error.message, because);
  if (isOfNetwork(error.message, code)) {
    throw new UpdateFailure('unreachable', error.message, because);
  }
  throw error;
}

/** Chromium names its errors in the message; a missing manifest is told by a code. */
function isOfNetwork(message: string, code: string): boolean {
  return (
    message.startsWith('net::ERR_') ||
    /^(HTTP_ERROR_|ERR_UPDATER_(CHANNEL_FILE_NOT_FOUND|LATEST_VERSION_NOT_FOUND|NO_PUBLISHED_VERSIONS))/.test(
      code,
    ) ||
    message.startsWith('Cannot download ')
  );
}
