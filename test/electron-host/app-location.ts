/** Finds the app that is to be started, as Electron does. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface AppLocation {
  /** The folder, or the archive, or the folder of the script. */
  readonly appPath: string;
  readonly entry: string;
  readonly manifest: Record<string, unknown>;
}

/** The app beside the executable, in the order in which Electron looks for it. */
export function packagedApp(resources: string, onlyFromAsar: boolean): string | undefined {
  const names = onlyFromAsar ? ['app.asar'] : ['app.asar', 'app'];
  return names.map((name) => path.join(resources, name)).find((file) => fs.existsSync(file));
}

/** @param given a folder with a package.json, or a script. */
export function locateApp(given: string): AppLocation {
  const file = path.resolve(given);
  if (!fs.existsSync(file)) throw new Error(`Unable to find Electron app at ${file}`);
  if (!fs.statSync(file).isDirectory()) {
    const appPath = path.dirname(file);
    return { appPath, entry: file, manifest: readManifest(appPath) };
  }
  const manifest = readManifest(file);
  const main = String(manifest['main'] ?? 'index.js').replace(/^\.\//, '');
  const entry = createRequire(path.join(file, 'package.json')).resolve(`./${main}`);
  return { appPath: file, entry, manifest };
}

function readManifest(folder: string): Record<string, unknown> {
  const file = path.join(folder, 'package.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}

/** Whether Node takes a script for a module. */
export function isModule({ entry, manifest }: AppLocation): boolean {
  return entry.endsWith('.mjs') || (entry.endsWith('.js') && manifest['type'] === 'module');
}
