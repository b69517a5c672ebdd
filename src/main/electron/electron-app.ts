import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { app, Menu } from 'electron';
import type { AppPort } from '../ports.ts';
import { LINK_SCHEME } from '../requests/link.ts';

/** Keeps everything of this installation in another folder than the system's usual one. */
export function keepProfileIn(folder: string | null): void {
  if (folder !== null) app.setPath('userData', path.resolve(folder));
}

/** Links that came before anybody listened: macOS hands over the first one while the app starts. */
const earlyLinks: string[] = [];
let onLink = (link: string): void => void earlyLinks.push(link);

/** The arguments of starts that came before anybody listened, as while a restart holds still. */
const earlyStarts: (readonly string[])[] = [];
let onSecondInstance = (argv: readonly string[]): void => void earlyStarts.push(argv);

/** Sets up what must stand before Electron is ready, and says whether this is the only instance. */
export function prepareApp(): { readonly isOnlyInstance: boolean } {
  // Without it no shortcut is heard on Wayland while another application has the keyboard.
  app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');
  // The crash reporter is never started: its dumps hold memory, and with it tokens and names.
  app.setAppUserModelId('io.github.ampel.Ampel');
  app.on('open-url', (event, link) => {
    event.preventDefault();
    onLink(link);
  });
  app.on('second-instance', (_event, argv) => onSecondInstance(argv));
  // On Linux the package says it; asking the desktop for it here would take a process each time.
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient(LINK_SCHEME);
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
  versions: () => ({
    ampel: app.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions.chrome,
    node: process.versions.node,
    system: `${os.type()} ${os.release()} ${process.arch}`,
  }),
  isInstalled: () => app.isPackaged,
  folder: () => app.getPath('userData'),
  systemLanguages: () => app.getPreferredSystemLanguages(),
  onSecondInstance: (listener) => {
    onSecondInstance = listener;
    for (const argv of earlyStarts.splice(0)) listener(argv);
    // macOS starts no second instance for whoever opens the app again. Not listened to before: the
    // first start may count as well, and is to stay hidden at login.
    app.on('activate', () => listener([]));
  },
  onLink: (listener) => {
    onLink = listener;
    for (const link of earlyLinks.splice(0)) listener(link);
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
