import { mkdir, readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from '@playwright/test';
import { type Child, runToEnd, startChild } from '../../scripts/children.ts';
import { onRealElectron, whyNoDesktop } from '../../scripts/required-programs.ts';
import { type Desktop, startDesktop } from '../support/desktop.ts';
import { temporaryFolder } from '../support/team-server.ts';

const root = path.join(import.meta.dirname, '../..');
const electron = onRealElectron() ? 'real' : 'stand-in';
/** What has `npm start` take what these tests run on. */
const RUNTIME = onRealElectron()
  ? {}
  : { ELECTRON_OVERRIDE_DIST_PATH: path.join(root, 'test/electron-host') };

/** `npm start` with its own data folder and a free port. */
class Start {
  output = '';
  readonly child: Child;

  constructor(data: string, env: NodeJS.ProcessEnv) {
    this.child = startChild('npm', ['start', '--silent', '--', '--port', '0', '--data', data], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.process.stdout, this.child.process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
  }

  /** A terminal tells everyone in its foreground: npm, its shell and what that runs. */
  pressCtrlC(): void {
    process.kill(-(this.child.process.pid ?? Number.NaN), 'SIGINT');
  }

  async says(words: string | RegExp): Promise<void> {
    await expect.poll(() => this.output, { timeout: 60_000 }).toMatch(words);
  }
}

/** Every process that has a text in its command line or works in a folder of that name. */
async function processesOf(text: string): Promise<string[]> {
  const { stdout } = await runToEnd('ps', ['-eo', 'args'], {});
  return stdout.split('\n').filter((line) => line.includes(text) && !line.startsWith('ps '));
}

test.beforeEach(({ browserName: _ }, info) => {
  const reason = whyNoDesktop();
  info.skip(reason !== null, reason ?? '');
  info.setTimeout(120_000);
});

test.describe('npm start', () => {
  test('starts a demo team and the app signed in to it; a second one shows the window', async () => {
    await using folder = await temporaryFolder();
    await using desktop: Desktop = await startDesktop({ windowManager: true, electron });
    const start = new Start(folder.path, desktop.env);
    await start.says(/To stop/);
    expect(start.output).toMatch(/Team server +http:\/\/127\.0\.0\.1:\d+/);
    expect(start.output).toContain(`Data folder   ${folder.path}`);
    expect(start.output).toMatch(/Signed in as +you@demo\.invalid/);
    expect(start.output).toMatch(/The app runs +on (stand-in host|Electron)/);

    await desktop.tray.waitForItem();
    await expect.poll(() => desktop.tray.toolTip()).toMatch(/^Ampel: You are /);
    const team = async () =>
      (await desktop.tray.menu()).children.find(({ label }) => label === 'Team')?.children ?? [];
    await expect
      .poll(async () => (await team()).filter(({ type }) => type !== 'separator').length)
      .toBe(11);

    await expect.poll(() => desktop.mapped('Ampel')).toBe(true);
    await desktop.closeWindow('Ampel');
    await expect.poll(() => desktop.mapped('Ampel')).toBe(false);
    const second = new Start(folder.path, desktop.env);
    expect(await second.child.exited).toMatchObject({ code: 0 });
    expect(second.output).toContain('running already');
    await expect.poll(() => desktop.mapped('Ampel')).toBe(true);

    const began = Date.now();
    start.child.process.kill('SIGTERM');
    await start.child.exited;
    expect(Date.now() - began).toBeLessThan(5_000);
    await expect.poll(() => processesOf(folder.path)).toEqual([]);
  });

  test('brings up a screen and a bus of its own where there are none', async () => {
    await using folder = await temporaryFolder();
    const { DISPLAY: _, WAYLAND_DISPLAY: __, DBUS_SESSION_BUS_ADDRESS: ___, ...bare } = process.env;
    const start = new Start(folder.path, {
      ...bare,
      ...RUNTIME,
    });
    await start.says(/has no screen .* and no session bus: Ampel brought up its own/);
    await start.says(/To stop/);
    start.pressCtrlC();
    await start.child.exited;
    await expect.poll(() => processesOf(folder.path)).toEqual([]);
  });

  test('ends when Quit is chosen in the tray', async () => {
    await using folder = await temporaryFolder();
    await using desktop = await startDesktop({ electron });
    const start = new Start(folder.path, desktop.env);
    await start.says(/To stop/);
    await desktop.tray.waitForItem();
    await desktop.tray.click('Quit');
    expect(await start.child.exited).toMatchObject({ code: 0 });
    await expect.poll(() => processesOf(folder.path)).toEqual([]);
  });
});

test.describe('npm start says in words', () => {
  async function fails(args: readonly string[]): Promise<string> {
    const { code, stderr } = await runToEnd('npm', ['start', '--silent', '--', ...args], {
      cwd: root,
      env: { ...process.env, ...RUNTIME },
    });
    expect(code).toBe(1);
    expect(stderr).not.toMatch(/^\s+at /m);
    return stderr;
  }

  test('that a port is taken', async () => {
    await using folder = await temporaryFolder();
    const taken = net.createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as net.AddressInfo;
    expect(await fails(['--data', folder.path, '--port', String(port)])).toMatch(
      new RegExp(`Port ${port} .* is taken`),
    );
    taken.close();
  });

  test('that the data folder cannot be written', async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'file');
    await writeFile(file, '');
    expect(await fails(['--data', path.join(file, 'data')])).toMatch(/cannot be written/);
  });

  test('that the database is broken, and leaves it as it is', async () => {
    await using folder = await temporaryFolder();
    await mkdir(folder.path, { recursive: true });
    const database = path.join(folder.path, 'ampel.sqlite');
    await writeFile(database, 'this is no database, but someone may still want it');
    expect(await fails(['--data', folder.path, '--port', '0'])).toMatch(/ampel\.sqlite/);
    expect(await readFile(database, 'utf8')).toBe(
      'this is no database, but someone may still want it',
    );
  });
});
