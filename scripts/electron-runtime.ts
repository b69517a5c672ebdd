import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** What runs the app's bundle. */
export type Runtime = {
  readonly kind: 'electron' | 'stand-in';
  /** In words, with the version or path that was found. */
  readonly description: string;
  readonly executable: string;
};

export class RuntimeMissing extends Error {
  override readonly name = 'RuntimeMissing';
}

const root = path.join(import.meta.dirname, '..');
const electronPackage = path.join(root, 'node_modules/electron');
/** The folder that stands in for Electron where its binary cannot be had. */
export const STAND_IN_FOLDER = path.join(root, 'test/electron-host');
const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Finds what runs the app: Electron where it is or can be fetched, else the stand-in host.
 *
 * @param say told, in one line, when Electron cannot be fetched
 * @param fetch tries to fetch it; whether that worked shows in what is there afterwards
 * @throws {RuntimeMissing} where neither is possible, naming the ways out
 */
export async function findRuntime(
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
  fetch = fetchElectron,
): Promise<Runtime> {
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') return overriddenRuntime(override);
  if (installedElectron() === null) {
    say('Fetching Electron (once)…');
    await fetch(environment);
  }
  const electron = installedElectron();
  if (electron !== null) return electron;
  if (process.platform === 'linux' && hasChromium(environment)) {
    say('Electron cannot be fetched (GitHub out of reach?): the app runs on the stand-in host.');
    return standIn();
  }
  throw new RuntimeMissing(
    [
      'Electron cannot be fetched, and there is nothing here to stand in for it. Ways out:',
      '  - set ELECTRON_MIRROR to a mirror of the Electron releases that you can reach;',
      '  - set ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron;',
      '  - on Linux, install Chromium (on Debian: apt-get install chromium).',
    ].join('\n'),
  );
}

/** The runtime without Electron's binary: the same bundle on Chromium and Node. */
export function standIn(): Runtime {
  return {
    kind: 'stand-in',
    description: 'stand-in host (Chromium and Node; see test/electron-host/README.md)',
    executable: path.join(STAND_IN_FOLDER, 'electron'),
  };
}

/** Electron as the npm package has fetched it, or null. */
export function installedElectron(): Runtime | null {
  const pathFile = path.join(electronPackage, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executable = path.join(electronPackage, 'dist', readFileSync(pathFile, 'utf8'));
  if (!existsSync(executable)) return null;
  const { version } = JSON.parse(
    readFileSync(path.join(electronPackage, 'package.json'), 'utf8'),
  ) as { version: string };
  return { kind: 'electron', description: `Electron ${version}`, executable };
}

function overriddenRuntime(folder: string): Runtime {
  const executable = path.join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
  if (!existsSync(executable)) {
    throw new RuntimeMissing(
      `ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no ${path.basename(executable)} in it.`,
    );
  }
  if (path.resolve(folder) === STAND_IN_FOLDER) return standIn();
  return { kind: 'electron', description: `Electron in ${folder}`, executable };
}

/** Runs the npm package's own download. */
function fetchElectron(environment: NodeJS.ProcessEnv): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const child = spawn(process.execPath, [path.join(electronPackage, 'install.js')], {
    env: environment,
    stdio: 'ignore',
  });
  child.once('error', () => resolve());
  child.once('exit', () => resolve());
  return promise;
}

function hasChromium(environment: NodeJS.ProcessEnv): boolean {
  if (environment['ELECTRON_HOST_CHROMIUM'] !== undefined) return true;
  const folders = (environment['PATH'] ?? '').split(path.delimiter);
  return CHROMIUM_NAMES.some((name) =>
    folders.some((folder) => existsSync(path.join(folder, name))),
  );
}
