/** Starts the host: takes the command line apart, puts `electron` in place and runs the app. */
import fs from 'node:fs';
import inspector from 'node:inspector';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, StartError } from './app.ts';
import { type AppLocation, isModule, locateApp, packagedApp } from './app-location.ts';
import { unpackAsar } from './asar.ts';
import { takeEnvironmentVariable } from './environment.ts';
import { type Fuses, readFuses } from './fuses.ts';
import { electronVersion, type Host } from './host.ts';
import { type LaunchOptions, parseLaunchOptions } from './launch-options.ts';
import { installModuleHooks } from './module-hooks.ts';

const args = process.argv.slice(2);
const executable = takeEnvironmentVariable('ELECTRON_HOST_EXE') ?? process.execPath;
const resources = path.join(path.dirname(executable), 'resources');
// electron-builder renames the executable, and Electron goes by its name as well.
const host: Host = {
  executable,
  node: process.execPath,
  packaged: path.basename(executable) !== 'electron',
};
const fuses = readFuses(executable);
const options = parseLaunchOptions(args, host.packaged);
const version = electronVersion();

if (options.version) {
  process.stdout.write(`v${version}\n`);
  process.exit(0);
}
app.initialize(host);
for (const [name, value] of options.switches) app.commandLine.appendSwitch(name, value);
disguiseProcess();
installModuleHooks();
startInspector(options, fuses);
try {
  // Playwright's loader cuts its own arguments out of process.argv, so they all have to be there.
  for (const preload of options.preloads) createRequire(path.join(process.cwd(), 'x.js'))(preload);
  await runApp();
} catch (error) {
  fail(error);
}

/** Makes Node's own `process` look as it does in Electron. */
function disguiseProcess(): void {
  process.argv = [executable, ...args];
  process.execPath = executable;
  const define = (target: object, name: string, value: unknown): void => {
    Object.defineProperty(target, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  };
  define(process, 'type', 'browser');
  define(process, 'resourcesPath', resources);
  define(process.versions, 'electron', version);
  if (!host.packaged) define(process, 'defaultApp', true);
}

/** Prints the line `Debugger listening on …`, which Playwright waits for. */
function startInspector({ inspect }: LaunchOptions, { nodeCliInspect }: Fuses): void {
  if (inspect && nodeCliInspect) inspector.open(inspect.port, inspect.host);
}

async function runApp(): Promise<void> {
  const location = findApp();
  app.describe(location.appPath, location.manifest);
  // Electron lets a module run to its end before `ready`; CommonJS runs at once anyway.
  if (isModule(location)) await import(pathToFileURL(location.entry).href);
  else createRequire(location.entry)(location.entry);
  await app.finishLaunching();
}

function findApp(): AppLocation {
  const file = options.appPath ?? packagedApp(resources, fuses.onlyLoadAppFromAsar);
  if (!file) throw new StartError('No app given: pass the folder of an app, as in "electron .".');
  if (!file.endsWith('.asar')) return locateApp(file);
  const folder = unpackAsar(file);
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return locateApp(folder);
}

function fail(error: unknown): void {
  if (error instanceof StartError) {
    process.stderr.write(`electron-host: ${error.message}\n`);
  } else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`App threw an error during load\n${text}\n`);
  }
  app.exit(1);
}
