/**
 * A screen and a session bus for machines that have none: servers, containers, CI. Uses nothing but
 * Node, so that a start script can import it before anything is installed.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Something that was started, and the variables by which programs find it. */
export interface DesktopPart {
  readonly env: Readonly<Record<string, string>>;
  /** Ends it; resolves once it is gone. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 3000;
/** Lets the kernel end a child with its parent. */
const SETPRIV = '/usr/bin/setpriv';
/** The descriptor on which a program tells its address. */
const REPORT_FD = 3;

/**
 * Starts an X server without hardware.
 *
 * @param screen width, height and depth, as in `1280x800x24`.
 */
export async function startVirtualScreen(screen = '1280x800x24'): Promise<DesktopPart> {
  // -noreset: the last client to leave must not take the screen's settings with it.
  const args = ['-displayfd', String(REPORT_FD), '-screen', '0', screen];
  const child = start('Xvfb', [...args, '-nolisten', 'tcp', '-noreset']);
  const display = await firstReport(child, 'Xvfb', 'xvfb');
  return { env: { DISPLAY: `:${display}` }, stop: () => stopProcess(child) };
}

/**
 * Starts a message bus of its own.
 *
 * @param configFile replaces the usual configuration of a session bus.
 */
export async function startSessionBus(configFile?: string): Promise<DesktopPart> {
  const config = configFile ? `--config-file=${configFile}` : '--session';
  const args = [config, '--nofork', '--nopidfile', `--print-address=${REPORT_FD}`];
  const child = start('dbus-daemon', args);
  const address = await firstReport(child, 'dbus-daemon', 'dbus');
  return { env: { DBUS_SESSION_BUS_ADDRESS: address }, stop: () => stopProcess(child) };
}

/** Asks a program to end, and ends it if it does not. Resolves once it is gone. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await gone;
  clearTimeout(timer);
}

/**
 * The child ends with this process: by our own exit handler, and where `setpriv` is installed also
 * when this process is killed.
 */
function start(command: string, args: readonly string[]): ChildProcess {
  const options: SpawnOptions = {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    // Out of the terminal's process group: on Ctrl-C what runs on the screen must end before it.
    detached: true,
  };
  const child = existsSync(SETPRIV)
    ? spawn(SETPRIV, ['--pdeathsig', 'TERM', command, ...args], options)
    : spawn(command, args, options);
  const onExit = (): void => void child.kill();
  process.once('exit', onExit);
  child.once('exit', () => process.off('exit', onExit));
  child.once('error', () => process.off('exit', onExit));
  return child;
}

/**
 * The first line that the program writes on its report descriptor.
 *
 * @param debianPackage named in the error where the program is missing.
 */
function firstReport(child: ChildProcess, name: string, debianPackage: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const failed = (reason: string): void => {
      clearTimeout(timer);
      reject(new Error(`${name} ${reason}. Is it installed (apt-get install ${debianPackage})?`));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      failed('does not start');
    }, START_TIMEOUT_MS);
    let text = '';
    child.stdio[REPORT_FD]?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end < 0) return;
      clearTimeout(timer);
      resolve(text.slice(0, end));
    });
    child.once('error', (error) => failed(`cannot be started: ${error.message}`));
    child.once('exit', (code) => failed(`ended at its start (code ${code})`));
  });
}
