import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  chromiumProcesses,
  expect,
  logOf,
  SAMPLE,
  type SampleGlobal,
  samplePage,
  test,
} from './sample.ts';

/** For plain Node; as text, because Node would print a number in colour. */
const PRINT_42 = "process.stdout.write('42')";
const HOST = path.join(import.meta.dirname, '../electron');

/** Runs the host directly and gives what it said. */
async function runHost(args: readonly string[], env: Record<string, string>, cwd = SAMPLE) {
  const child = spawn(HOST, args, { cwd, env });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}

for (const [sample, version, name] of [
  ['sample-esm', '1.2.3', 'Sample'],
  ['sample-cjs', '4.5.6', 'sample-cjs'],
] as const) {
  test(`${sample} starts under Playwright and answers its page`, async ({ sample: { launch } }) => {
    const app = await launch({ sample });
    const page = await samplePage(app);
    expect(await app.evaluate(({ app: own }) => [own.getVersion(), own.name])).toEqual([
      version,
      name,
    ]);
    const wasReady = await app.evaluate(
      () => (globalThis as unknown as SampleGlobal).sample.wasReadyAtLoad,
    );
    expect(wasReady).toBe(false);
    await page.click('#greet');
    await expect(page.locator('#answer')).toHaveText('hello page');
  });
}

test('--version prints the version of the electron package', async ({ sample: { desktop } }) => {
  const { code, output } = await runHost(['--version'], desktop.env);
  expect(output).toMatch(/^v45\.\d+\.\d+\n$/);
  expect(code).toBe(0);
});

test('ELECTRON_RUN_AS_NODE gives plain Node', async ({ sample: { desktop } }) => {
  const env = { ...desktop.env, ELECTRON_RUN_AS_NODE: '1' };
  const { output } = await runHost(['-e', PRINT_42], env);
  expect(output).toBe('42');
});

test('a second instance hands its arguments over and leaves', async ({
  sample: { desktop, launch },
}) => {
  const app = await launch();
  await samplePage(app);
  const { code, output } = await runHost(['.', 'busy'], desktop.env);
  expect([code, output]).toEqual([0, 'second instance leaves\n']);
  await expect
    .poll(() => logOf(app))
    .toContain('["second-instance",[".","busy"],{"from":"sample"}]');
});

test('SIGTERM quits in order: exit code 0, lock and processes gone', async ({
  sample: { desktop, launch },
}) => {
  const app = await launch();
  await samplePage(app);
  const child = app.process();
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await gone).toEqual([0, null]);
  await expect.poll(() => chromiumProcesses(desktop)).toEqual([]);
  expect(existsSync(path.join(desktop.home, '.config/Sample/SingletonLock'))).toBe(false);
});

test('SIGKILL takes Chromium along, and the next start finds everything free', async ({
  sample: { desktop, launch },
}) => {
  const app = await launch();
  await samplePage(app);
  expect(chromiumProcesses(desktop).length).toBeGreaterThan(0);
  app.process().kill('SIGKILL');
  await expect.poll(() => chromiumProcesses(desktop)).toEqual([]);
  await samplePage(await launch());
});

test('SIGKILL while Chromium starts leaves nothing behind', async ({ sample: { desktop } }) => {
  const child = spawn(HOST, ['.'], { cwd: SAMPLE, env: desktop.env, stdio: 'ignore' });
  await expect.poll(() => chromiumProcesses(desktop).length, { intervals: [5] }).toBeGreaterThan(0);
  child.kill('SIGKILL');
  await expect.poll(() => chromiumProcesses(desktop)).toEqual([]);
});

test('without an X server the error says so, and how to get one', async ({
  sample: { desktop },
}) => {
  const nowhere = await runHost(['.'], { ...desktop.env, DISPLAY: ':987' });
  expect(nowhere.code).toBe(1);
  expect(nowhere.output).toContain('Unable to open X display! There is no X server at :987');
  const unset = await runHost(['.'], { ...desktop.env, DISPLAY: '' });
  expect(unset.code).toBe(1);
  expect(unset.output).toContain('DISPLAY is not set');
  expect(unset.output).toContain('Xvfb');
});

test('without Chromium the error says so, and how to get it', async ({ sample: { desktop } }) => {
  const env = { ...desktop.env, ELECTRON_HOST_CHROMIUM: '/nowhere/chromium' };
  const { code, output } = await runHost(['.'], env);
  expect(code).toBe(1);
  expect(output).toContain('no Chromium found');
  expect(output).toContain('apt-get install chromium');
});

test('without a session bus the app runs on, without tray', async ({ sample: { launch } }) => {
  const env = { DBUS_SESSION_BUS_ADDRESS: '', DBUS_SYSTEM_BUS_ADDRESS: '' };
  const page = await samplePage(await launch({ env }));
  await page.click('#greet');
  await expect(page.locator('#answer')).toHaveText('hello page');
});

test('the languages come from --lang and the usual variables', async ({ sample: { launch } }) => {
  const env = { LC_ALL: '', LC_MESSAGES: '', LANG: 'de_AT.UTF-8', LANGUAGE: 'de_AT:fr' };
  const app = await launch({ env });
  const languages = () =>
    app.evaluate(({ app: own }) => [
      own.getLocale(),
      own.getSystemLocale(),
      own.getPreferredSystemLanguages(),
    ]);
  expect(await languages()).toEqual(['de', 'de-AT', ['de-AT', 'fr']]);
});

test('--lang chooses the language', async ({ sample: { launch } }) => {
  const app = await launch({ args: ['--lang=de'] });
  expect(await app.evaluate(({ app: own }) => own.getLocale())).toBe('de');
});

test('what is not built throws with its name', async ({ sample: { launch } }) => {
  const app = await launch();
  await samplePage(app);
  const messages = await app.evaluate((electron) => {
    const { app: own, BrowserWindow, Menu, powerSaveBlocker, protocol, session, shell } = electron;
    const [window] = BrowserWindow.getAllWindows();
    const attempts: (() => unknown)[] = [
      () => own.setBadgeCount(1),
      () => window?.setOpacity(0.5),
      () => window?.webContents.print(),
      () => powerSaveBlocker.start('prevent-app-suspension'),
      () => protocol.handle('x', () => new Response()),
      () => session.defaultSession.clearCache(),
      () => session.defaultSession.webRequest.onHeadersReceived(null),
      () => shell.beep(),
      () => new BrowserWindow({ frame: false }),
      () => Menu.setApplicationMenu(Menu.buildFromTemplate([])),
      () => {
        own.badgeCount = 2;
      },
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return 'no error';
      } catch (error) {
        return (error as Error).message;
      }
    });
  });
  expect(messages).toEqual([
    'electron-host: app.setBadgeCount is not built',
    'electron-host: BrowserWindow.setOpacity is not built',
    'electron-host: webContents.print is not built',
    'electron-host: powerSaveBlocker.start is not built',
    'electron-host: protocol.handle is not built',
    'electron-host: session.clearCache is not built',
    'electron-host: session.webRequest.onHeadersReceived is not built',
    'electron-host: shell.beep is not built',
    'electron-host: BrowserWindow option frame: false is not built',
    'electron-host: Menu.setApplicationMenu with a menu is not built',
    'electron-host: app.badgeCount is not built',
  ]);
});

test('app metrics list the browser and one tab with real process ids', async ({
  sample: { launch },
}) => {
  const app = await launch();
  await samplePage(app);
  const metrics = await app.evaluate(({ app: own }) => own.getAppMetrics());
  const tabs = metrics.filter(({ type }) => type === 'Tab');
  expect(metrics.find(({ type }) => type === 'Browser')?.pid).toBe(app.process().pid);
  expect(tabs).toHaveLength(1);
  expect(existsSync(`/proc/${tabs[0]?.pid}`)).toBe(true);
});
