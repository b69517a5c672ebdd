/** `app`: the app's life from start to quit, and what it knows about itself. */
import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { ProcessMetric, RelaunchOptions } from 'electron';
import { AppPaths } from './app-paths.ts';
import { BLANK_PAGE_NAME } from './blank-page.ts';
import { Chromium, ChromiumError } from './chromium.ts';
import { HostCommandLine } from './command-line.ts';
import { debugLine, environmentVariable } from './environment.ts';
import { hostEvent } from './event.ts';
import type { Host } from './host.ts';
import { preferredLanguages, systemLocale, uiLocale } from './locale.ts';
import { throwForMissingMembers } from './not-built.ts';
import { processMetrics } from './process-metrics.ts';
import { isProtocolClient, setProtocolClient } from './protocol-client.ts';
import { type InstanceMessage, SingleInstanceLock } from './single-instance.ts';
import { XConnection } from './x-window.ts';

/** Switches that are not for Chromium, or that the host sets itself. */
const OWN_SWITCHES = new Set([
  'inspect',
  'inspect-brk',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'user-data-dir',
  'disable-features',
  'no-sandbox',
  'class',
  'app',
]);

/** How long windows and parts may take to end, in milliseconds; longer than Chromium is given. */
const END_TIMEOUT_MS = 6000;

/** What the app needs to know of a window to quit. */
interface QuittableWindow {
  /** Gives false when the app vetoes. */
  close(): boolean;
}

/** Start-up errors that are the machine's and not the app's: shown without a stack. */
export class StartError extends Error {}

export class HostApp extends EventEmitter {
  readonly commandLine = new HostCommandLine();
  name = 'Electron';
  /** Only macOS has a dock. */
  readonly dock = undefined;
  readonly #cleanups: (() => void | Promise<void>)[] = [];
  readonly #startTasks: (() => Promise<void>)[] = [];
  readonly #windows = new Set<QuittableWindow>();
  readonly #ready = Promise.withResolvers<void>();
  #host: Host | undefined;
  #paths = new AppPaths(process.execPath, () => this.name);
  #version = '0.0.0';
  #appPath = process.cwd();
  #desktopName: string | undefined;
  #lock: SingleInstanceLock | undefined;
  #chromium: Chromium | undefined;
  #x: XConnection | undefined;
  #isReady = false;
  #state: 'running' | 'quitting' | 'exiting' = 'running';

  /** Called once by the start-up, before any code of the app runs. */
  initialize(host: Host): void {
    this.#host = host;
    this.#paths = new AppPaths(host.executable, () => this.name);
  }

  /** Called once the app's package.json is known. */
  describe(appPath: string, manifest: Record<string, unknown>): void {
    this.#appPath = appPath;
    const { productName, name, version, desktopName } = manifest as Record<string, string>;
    if (productName || name) this.name = String(productName || name);
    if (version) this.#version = version;
    if (desktopName) this.#desktopName = desktopName;
    if (this.commandLine.hasSwitch('user-data-dir')) {
      this.setPath('userData', path.resolve(this.commandLine.getSwitchValue('user-data-dir')));
    }
  }

  get chromium(): Chromium {
    if (!this.#chromium) throw new Error('app is not ready');
    return this.#chromium;
  }

  get x(): XConnection {
    if (!this.#x) throw new Error('app is not ready');
    return this.#x;
  }

  get isPackaged(): boolean {
    return this.#host?.packaged ?? false;
  }

  get desktopFileId(): string {
    return (this.#desktopName ?? this.name).replace(/\.desktop$/, '');
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getVersion(): string {
    return this.#version;
  }

  getAppPath(): string {
    return this.#appPath;
  }

  getPath(name: string): string {
    return this.#paths.get(name);
  }

  setPath(name: string, file: string): void {
    this.#paths.set(name, file);
  }

  setAppLogsPath(file?: string): void {
    this.setPath('logs', file ?? path.join(this.getPath('userData'), 'logs'));
  }

  getLocale(): string {
    return this.#isReady ? uiLocale(this.commandLine.getSwitchValue('lang')) : '';
  }

  getSystemLocale(): string {
    return systemLocale();
  }

  getLocaleCountryCode(): string {
    return systemLocale().split('-')[1] ?? '';
  }

  getPreferredSystemLanguages(): string[] {
    return preferredLanguages();
  }

  /** Has a meaning on Windows only, as in Electron. */
  setAppUserModelId(_id: string): void {}

  setDesktopName(name: string): void {
    this.#desktopName = name;
  }

  /** Path and arguments have a meaning on Windows only, as in Electron. */
  setAsDefaultProtocolClient(scheme: string, _path?: string, _args?: string[]): boolean {
    return setProtocolClient(scheme, `${this.desktopFileId}.desktop`);
  }

  isDefaultProtocolClient(scheme: string, _path?: string, _args?: string[]): boolean {
    return isProtocolClient(scheme, `${this.desktopFileId}.desktop`);
  }

  /** Every renderer here is sandboxed as far as Chromium can. */
  enableSandbox(): void {}

  disableHardwareAcceleration(): void {
    this.commandLine.appendSwitch('disable-gpu');
  }

  getAppMetrics(): ProcessMetric[] {
    return processMetrics(this.#chromium?.pid);
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  /** Registers work that has to be done before `ready`. */
  beforeReady(task: () => Promise<void>): void {
    this.#startTasks.push(task);
  }

  /** Registers what has to be closed when the app ends. */
  onExit(cleanup: () => void | Promise<void>): void {
    this.#cleanups.push(cleanup);
  }

  async finishLaunching(): Promise<void> {
    if (this.#state === 'exiting') return;
    fs.mkdirSync(this.getPath('userData'), { recursive: true });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => this.quit());
    }
    // X first: a missing display then gives one clear line and not Chromium's many.
    const windowClass = `electron-host-${process.pid}`;
    this.#x = await openDisplay(windowClass);
    if (this.#stopped()) return;
    this.#chromium = this.#makeChromium(windowClass);
    this.#chromium.on('exit', (code: number) => {
      process.stderr.write(`electron-host: Chromium ended unexpectedly (code ${code})\n`);
      this.exit(1);
    });
    await Promise.all([
      this.#startChromium(this.#chromium),
      ...this.#startTasks.map((run) => run()),
    ]);
    if (this.#stopped()) return;
    this.#becomeReady();
  }

  /** Playwright's loader replaces `emit` and `whenReady` and reads both in one tick. */
  #becomeReady(): void {
    this.#isReady = true;
    this.#ready.resolve();
    this.emit('will-finish-launching');
    this.emit('ready', hostEvent(), {});
  }

  /** Whether the app was told to go while it was still starting. */
  #stopped(): boolean {
    return this.#state === 'exiting';
  }

  async #startChromium(chromium: Chromium): Promise<void> {
    try {
      await chromium.start();
    } catch (error) {
      if (this.#stopped()) return;
      throw new StartError(`Chromium does not start: ${(error as Error).message}`);
    }
  }

  #makeChromium(windowClass: string): Chromium {
    const line = this.commandLine;
    const port = line.hasSwitch('remote-debugging-port');
    try {
      return new Chromium({
        profile: path.join(this.getPath('sessionData'), 'Chromium'),
        windowClass,
        // Chromium refuses to run as root with its sandbox.
        noSandbox: line.hasSwitch('no-sandbox') || process.getuid?.() === 0,
        debuggingPort: port ? line.getSwitchValue('remote-debugging-port') : undefined,
        passwordStore: line.hasSwitch('password-store'),
        disabledFeatures: line.getSwitchValue('disable-features'),
        switches: line.toArguments(OWN_SWITCHES),
      });
    } catch (error) {
      if (error instanceof ChromiumError) throw new StartError(error.message);
      throw error;
    }
  }

  addWindow(window: QuittableWindow): void {
    this.#windows.add(window);
  }

  /** Called when a window is gone, whoever closed it. */
  removeWindow(window: QuittableWindow): void {
    this.#windows.delete(window);
    if (this.#windows.size > 0 || this.#state === 'exiting') return;
    if (this.#state === 'quitting') this.#leave();
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  quit(): void {
    if (this.#state !== 'running') return;
    const event = hostEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#state = 'quitting';
    for (const window of [...this.#windows]) {
      if (window.close()) continue;
      this.#state = 'running';
      return;
    }
    if (this.#windows.size === 0) {
      this.#leave();
      return;
    }
    // Nobody vetoed, so the windows go; one that Chromium never reports as closed must not hold
    // up the end.
    setTimeout(() => {
      if (this.#state !== 'quitting') return;
      debugLine('quit', 'windows did not close in time');
      this.#leave();
    }, END_TIMEOUT_MS).unref();
  }

  #leave(): void {
    const event = hostEvent();
    this.emit('will-quit', event);
    if (event.defaultPrevented) this.#state = 'running';
    else this.exit(0);
  }

  exit(code = 0): void {
    if (this.#state === 'exiting') return;
    this.#state = 'exiting';
    this.emit('quit', hostEvent(), code);
    void this.#end(code);
  }

  async #end(code: number): Promise<void> {
    this.releaseSingleInstanceLock();
    // One part that does not end must not keep the process.
    setTimeout(() => {
      debugLine('exit', 'not everything ended in time');
      process.exit(code);
    }, END_TIMEOUT_MS).unref();
    const results = await Promise.allSettled([
      this.#chromium?.close(),
      ...this.#cleanups.map((cleanup) => cleanup()),
    ]);
    for (const result of results) {
      if (result.status === 'rejected') debugLine('exit', result.reason);
    }
    process.exit(code);
  }

  relaunch(options: RelaunchOptions = {}): void {
    const executable = options.execPath ?? process.execPath;
    const args = options.args ?? process.argv.slice(1);
    // The lock has to be free before the next instance asks for it.
    process.once('exit', () => {
      spawn(executable, args, { detached: true, stdio: 'ignore' }).unref();
    });
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> | null = null): boolean {
    this.#lock ??= new SingleInstanceLock(
      this.getPath('userData'),
      this.#host?.node ?? process.execPath,
      (message) => this.#secondInstance(message),
    );
    const workingDirectory = process.cwd();
    return this.#lock.acquire({ argv: process.argv, workingDirectory, additionalData });
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock?.isHeld ?? false;
  }

  releaseSingleInstanceLock(): void {
    this.#lock?.release();
  }

  /** Electron holds such messages back until the app is ready. */
  #secondInstance({ argv, workingDirectory, additionalData }: InstanceMessage): void {
    this.#ready.promise
      .then(() => this.emit('second-instance', hostEvent(), argv, workingDirectory, additionalData))
      .catch((error) => debugLine('second-instance', error));
  }
}
throwForMissingMembers('app', HostApp);

async function openDisplay(windowClass: string): Promise<XConnection> {
  const display = environmentVariable('DISPLAY');
  // Playwright looks for these first words.
  const failed = 'Unable to open X display!';
  const help = 'Start the app in a desktop session, or give it a virtual screen with Xvfb.';
  if (!display) throw new StartError(`${failed} DISPLAY is not set. ${help}`);
  try {
    return await XConnection.open(display, windowClass, BLANK_PAGE_NAME);
  } catch (error) {
    const reason = (error as Error).message || String(error);
    throw new StartError(`${failed} There is no X server at ${display} (${reason}). ${help}`);
  }
}

export const app = new HostApp();
