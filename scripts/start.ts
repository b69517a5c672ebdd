/** `npm start`: team server with a demo team, and the tray app signed in to it. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { BuildFailed, buildIfNeeded } from './build-if-needed.ts';
import { type Child, runToEnd, startChild } from './children.ts';
import { findRuntime, type Runtime, RuntimeMissing } from './electron-runtime.ts';
import { claimDataFolder, type RunningInstance } from './running-instance.ts';
import { aborted, stopSignal } from './stop-signal.ts';
import { startSessionBus, startVirtualScreen } from './virtual-desktop.ts';

const root = path.join(import.meta.dirname, '..');
const SERVER = path.join(root, 'src/server/cli.ts');
/** The demo team's manager: whoever runs this. */
const OWN_EMAIL = 'you@demo.invalid';
const DEVICE_NAME = 'npm start';

/** Ends with one line for the person who started, instead of a stack. */
class StartFailed extends Error {
  override readonly name = 'StartFailed';
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function start(disposal: AsyncDisposableStack): Promise<number> {
  const { port, data, hidden } = readArguments();
  await makeFolder(data);
  let app: AppStarter | null = null;
  const claim = await claimDataFolder(data, () => app?.showWindow());
  if (claim === null) {
    say('Ampel is running already for this data folder: its window is shown now.');
    return 0;
  }
  disposal.defer(() => (claim satisfies RunningInstance).release());

  await buildIfNeeded(say, ['app', 'board']);
  const environment = await desktopEnvironment(disposal);
  const runtime = await findRuntime(environment, say);

  const { server, url } = await startServer(data, port, disposal);
  const token = await issueToken(data);
  app = new AppStarter(runtime, environment, path.join(data, 'app'), url, hidden);
  const running = app.start(token);
  disposal.defer(() => running.stop());

  say(`
  Team server   ${url} (the board is there, for a browser)
  Data folder   ${data}
  Signed in as  ${OWN_EMAIL} (manager of the demo team)
  The app runs  on ${runtime.description}
  To stop       press Ctrl-C, or choose Quit in the tray
`);
  return Promise.race([
    running.exited.then(({ code, signal }) => {
      if (code === 0) return 0; // Quit was chosen.
      throw new StartFailed(`The app ended unexpectedly (${signal ?? `exit code ${code}`}).`);
    }),
    server.exited.then(() => {
      throw new StartFailed('The team server ended unexpectedly; what it said stands above.');
    }),
  ]);
}

function readArguments(): { port: string; data: string; hidden: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4180' },
        data: { type: 'string', default: path.join(root, 'data/demo') },
        hidden: { type: 'boolean', default: false },
      },
    });
    return { ...values, data: path.resolve(values.data) };
  } catch (error) {
    throw new StartFailed(
      `${error instanceof Error ? error.message : error}\nUsage: npm start -- [--port 4180] [--data <folder>] [--hidden]`,
    );
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartFailed(
      `The data folder ${folder} cannot be written (${code}). Choose another with --data <folder>.`,
    );
  }
}

/** The person's desktop, or a screen and bus of our own where the machine has none. */
async function desktopEnvironment(disposal: AsyncDisposableStack): Promise<NodeJS.ProcessEnv> {
  const environment = { ...process.env };
  if (process.platform !== 'linux') return environment;
  const missing: string[] = [];
  if (!environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) {
    const screen = await startVirtualScreen();
    disposal.defer(() => screen.stop());
    Object.assign(environment, screen.env);
    missing.push(`screen (a virtual one is ${screen.env['DISPLAY']})`);
  }
  if (!environment['DBUS_SESSION_BUS_ADDRESS']) {
    const bus = await startSessionBus();
    disposal.defer(() => bus.stop());
    Object.assign(environment, bus.env);
    missing.push('session bus');
  }
  if (missing.length > 0) {
    say(`This machine has no ${missing.join(' and no ')}: Ampel brought up its own.`);
  }
  return environment;
}

async function startServer(
  data: string,
  port: string,
  disposal: AsyncDisposableStack,
): Promise<{ server: Child; url: string }> {
  const args = [SERVER, 'serve', '--demo', '--data', data, '--port', port];
  const server = startChild(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { AMPEL_LOG_LEVEL: 'warn', ...process.env },
  });
  disposal.defer(() => server.stop());
  const { promise, resolve } = Promise.withResolvers<string>();
  server.process.once('message', (message: { url: string }) => resolve(message.url));
  const url = await Promise.race([promise, server.exited.then(() => null)]);
  // The server has told on stderr what is wrong and what to do.
  if (url === null) throw new StartFailed('The team server did not start.');
  return { server, url };
}

async function issueToken(data: string): Promise<string> {
  const args = [SERVER, 'token', OWN_EMAIL, '--device', DEVICE_NAME, '--data', data];
  const { code, stdout, stderr } = await runToEnd(process.execPath, args, {});
  if (code !== 0) throw new StartFailed(stderr.trim());
  return stdout.trim();
}

/** Starts the app, and starts it again so that the running one shows its window. */
class AppStarter {
  readonly #runtime: Runtime;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #url: string;
  readonly #flags: readonly string[];

  constructor(
    runtime: Runtime,
    environment: NodeJS.ProcessEnv,
    profile: string,
    url: string,
    hidden: boolean,
  ) {
    this.#runtime = runtime;
    this.#environment = { ...environment, AMPEL_PROFILE: profile };
    this.#url = url;
    const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
    if (isRoot) say('Running as root: Chromium’s sandbox refuses that and is off (--no-sandbox).');
    this.#flags = [...(isRoot ? ['--no-sandbox'] : []), root, ...(hidden ? ['--hidden'] : [])];
  }

  start(token: string): Child {
    return startChild(this.#runtime.executable, this.#flags, {
      env: { ...this.#environment, AMPEL_SERVER: this.#url, AMPEL_TOKEN: token },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  showWindow(): void {
    startChild(this.#runtime.executable, this.#flags, { env: this.#environment, stdio: 'ignore' });
  }
}

const stop = stopSignal();
const disposal = new AsyncDisposableStack();
let exitCode = 1;
try {
  exitCode = await Promise.race([start(disposal), aborted(stop).then(() => 0)]);
} catch (error) {
  const expected = [StartFailed, RuntimeMissing, BuildFailed].some((kind) => error instanceof kind);
  process.stderr.write(`${expected ? (error as Error).message : (error as Error).stack}\n`);
}
await disposal.disposeAsync();
// A start that was interrupted halfway must not go on.
process.exit(exitCode);
