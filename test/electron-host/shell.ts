/** `shell`: hands addresses and files to the desktop. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { sessionBus } from './dbus.ts';
import { debugLine } from './environment.ts';
import { throwForMissing } from './not-built.ts';

const FILE_MANAGER = 'org.freedesktop.FileManager1';

/** Resolves once `xdg-open` has taken the address or file. */
function xdgOpen(target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('xdg-open', [target], { stdio: 'ignore' });
    child.on('error', () =>
      reject(new Error('electron-host: xdg-open is not installed (apt-get install xdg-utils)')),
    );
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Failed to open: ${target}`));
    });
  });
}

async function showItem(file: string): Promise<void> {
  try {
    await sessionBus()?.invoke({
      destination: FILE_MANAGER,
      path: '/org/freedesktop/FileManager1',
      interface: FILE_MANAGER,
      member: 'ShowItems',
      signature: 'ass',
      body: [[pathToFileURL(file).href], ''],
    });
    if (sessionBus()) return;
  } catch (error) {
    debugLine('shell', error);
  }
  // No file manager listens: the folder is what can be opened.
  await xdgOpen(path.dirname(file));
}

export const shell = throwForMissing('shell', {
  openExternal: xdgOpen,

  async openPath(file: string): Promise<string> {
    try {
      await xdgOpen(file);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  },

  showItemInFolder(file: string): void {
    showItem(file).catch((error) => debugLine('shell', error));
  },
});
