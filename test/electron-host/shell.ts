/** `shell`: hands addresses to the desktop. */
import { spawn } from 'node:child_process';
import { throwForMissing } from './not-built.ts';

/** Resolves once `xdg-open` has taken the address. */
function openExternal(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('xdg-open', [url], { stdio: 'ignore' });
    child.on('error', () =>
      reject(new Error('electron-host: xdg-open is not installed (apt-get install xdg-utils)')),
    );
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Failed to open: ${url}`));
    });
  });
}

export const shell = throwForMissing('shell', { openExternal });
