import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { app } from 'electron';
import type { Installation } from '../updates/update-source.ts';

/**
 * How this installation came to be, by what electron-builder has put beside it.
 *
 * @param appImage the AppImage that was started, or null
 */
export function findInstallation(appImage: string | null): Installation {
  if (!app.isPackaged) return { kind: 'checkout' };
  const inResources = (name: string) => existsSync(path.join(process.resourcesPath, name));
  // Holds where newer versions lie; only packages that can be replaced have it.
  if (!inResources('app-update.yml')) return { kind: 'unmanaged' };
  if (process.platform !== 'linux') return { kind: 'installer' };
  if (inResources('package-type')) return { kind: 'system-package' };
  if (appImage === null) return { kind: 'unmanaged' };
  return { kind: 'app-image', canReplace: canReplace(appImage) };
}

/** Replacing a file takes the right to write its folder. */
function canReplace(file: string): boolean {
  try {
    accessSync(path.dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
