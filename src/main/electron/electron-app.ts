import path from 'node:path';
import { app, Menu } from 'electron';
import type { AppPort } from '../ports.ts';

/** Sets up what must stand before Electron is ready, and says whether this is the only instance. */
export function prepareApp(profileFolder: string | null): { readonly isOnlyInstance: boolean } {
  if (profileFolder !== null) app.setPath('userData', path.resolve(profileFolder));
  // The crash reporter is never started: its dumps hold memory, and with it tokens and names.
  app.setAppUserModelId('io.github.ampel.Ampel');
  return { isOnlyInstance: app.requestSingleInstanceLock() };
}

/** Resolves when windows, trays and secrets can be used. */
export async function whenReady(): Promise<void> {
  await app.whenReady();
  Menu.setApplicationMenu(null);
  // Ampel lives in the tray: without a window it goes on, and the Dock stays free of it.
  app.on('window-all-closed', () => {});
  app.dock?.hide();
}

export const electronApp: AppPort = {
  name: () => app.name,
  version: () => app.getVersion(),
  isInstalled: () => app.isPackaged,
  folder: () => app.getPath('userData'),
  systemLanguages: () => app.getPreferredSystemLanguages(),
  onSecondInstance: (listener) => {
    app.on('second-instance', listener);
  },
  beforeQuit: (farewell) => {
    let saidFarewell = false;
    app.on('before-quit', (event) => {
      if (saidFarewell) return;
      event.preventDefault();
      void farewell().finally(() => {
        saidFarewell = true;
        app.quit();
      });
    });
  },
  onHelperGone: (listener) => {
    app.on('child-process-gone', (_event, { type, reason }) => listener(type, reason));
  },
  quit: () => app.quit(),
  exit: (code) => app.exit(code),
  restart: (argv, program) => {
    app.relaunch({ args: [...argv], ...(program === null ? {} : { execPath: program }) });
    app.exit(1);
  },
};
