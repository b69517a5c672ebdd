import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { expect, type Page } from '@playwright/test';
import { runToEnd } from '../../scripts/children.ts';
import { onRealElectron, whyNoDesktop } from '../../scripts/required-programs.ts';
import { temporaryFolder } from '../support/team-server.ts';
import { UpdateServer } from '../support/update-server.ts';
import { test as base } from './fixtures.ts';
import { readLog } from './profile.ts';
import type { RunningApp } from './running-app.ts';
import { openSettings } from './settings-dialog.ts';

const root = path.join(import.meta.dirname, '../..');

type Fixtures = {
  updateServer: UpdateServer;
  /** The file that the member started, as AppImages are started. */
  appImage: string;
  /** Starts the installed app with the window open, in its settings. */
  installed: (env?: Readonly<Record<string, string>>) => Promise<{ app: RunningApp; page: Page }>;
};

const test = base.extend<Fixtures, { product: string }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names in this pattern
    async ({}, use) => {
      if (whyNoDesktop() !== null) {
        await use('');
        return;
      }
      await using output = await temporaryFolder();
      const options = [
        '--dir',
        `-c.directories.output=${output.path}`,
        // Playwright drives the app through Node's inspector.
        '-c.electronFuses.enableNodeCliInspectArguments=true',
      ];
      const made = await runToEnd('npm', ['run', '--silent', 'package', '--', ...options], {
        cwd: root,
        env: {
          ...process.env,
          ...(onRealElectron()
            ? {}
            : { ELECTRON_OVERRIDE_DIST_PATH: path.join(root, 'test/electron-host') }),
        },
      });
      expect(made.code, made.stdout + made.stderr).toBe(0);
      const unpacked = path.join(output.path, 'linux-unpacked');
      // What electron-builder adds where it makes an AppImage of this folder.
      const place = 'provider: generic\nurl: https://invalid.example\nupdaterCacheDirName: ampel\n';
      await writeFile(path.join(unpacked, 'resources/app-update.yml'), place);
      await use(path.join(unpacked, 'ampel'));
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names in this pattern
  updateServer: async ({}, use) => {
    await using server = await UpdateServer.start();
    await use(server);
  },
  appImage: async ({ desktop }, use) => {
    const file = path.join(desktop.home, 'Ampel.AppImage');
    await writeFile(file, 'the old version', { mode: 0o755 });
    await use(file);
  },
  installed: async ({ launch, me, product, updateServer, appImage }, use) =>
    use(async (env = {}) => {
      const app = await launch({
        as: me,
        window: true,
        executable: product,
        env: {
          APPIMAGE: appImage,
          APPDIR: path.dirname(product),
          AMPEL_UPDATE_URL: updateServer.url,
          ...env,
        },
      });
      const page = await app.window();
      await openSettings(page, 'General');
      return { app, page };
    }),
});

const section = (page: Page) => page.getByRole('region', { name: 'Version' });
const lookNow = (page: Page) =>
  section(page).getByRole('button', { name: 'Check for updates' }).click();

/** An AppImage in all that its start goes by: a script that starts the same app. */
const newVersion = (product: string, started: string): Buffer =>
  Buffer.from(
    `#!/bin/sh
[ -z "$APPIMAGE_EXIT_AFTER_INSTALL" ] || exit 0
echo "$*" >> '${started}'
exec '${product}' "$@"
`,
  );

// One package is enough for all of them.
test.describe.configure({ mode: 'default' });

test('UP2 UP3 a newer version is fetched, asked for, and started with the status as before', async ({
  installed,
  updateServer,
  product,
  appImage,
  desktop,
  me,
  teammate,
}) => {
  const started = path.join(desktop.home, 'started');
  const file = newVersion(product, started);
  updateServer.publish({ version: '9.0.0', file });
  const { app, page } = await installed();
  await desktop.tray.click(['Busy', 'Until I change it']);
  await teammate.waitFor(me.memberId, 'busy');

  await lookNow(page);
  const asked = await desktop.notifications.waitFor('Ampel 9.0.0 is ready');
  expect(asked.actions).toContain('Restart now');
  await expect(section(page).getByRole('status')).toHaveText(/^Version 9\.0\.0 is ready/);
  expect(await readFile(appImage, 'utf8')).toBe('the old version');

  await desktop.closeWindow('Ampel');
  await expect.poll(() => app.electron.windows().length).toBe(0);
  await desktop.notifications.press('Restart now');
  await app.ended();
  expect(await readFile(appImage)).toEqual(file);
  // Hidden, because the window was closed.
  await expect.poll(() => readFile(started, 'utf8').catch(() => '')).toMatch(/--hidden/);
  await desktop.tray.waitForItem();
  await expect.poll(() => desktop.tray.toolTip()).toMatch(/^Ampel: You are Busy/);
  await teammate.waitFor(me.memberId, 'busy');
  expect(await desktop.mapped('Ampel')).toBe(false);
  await desktop.tray.click('Quit');
  await expect.poll(() => desktop.tray.count).toBe(0);
});

test('UP2 a newer version is put in place when the app quits', async ({
  installed,
  updateServer,
  product,
  appImage,
  desktop,
}) => {
  const started = path.join(desktop.home, 'started');
  const file = newVersion(product, started);
  updateServer.publish({ version: '9.0.0', file });
  const { app, page } = await installed();
  await lookNow(page);
  await expect(section(page).getByRole('button', { name: 'Restart now' })).toBeVisible();
  await desktop.tray.click('Quit');
  await app.ended();
  expect(await readFile(appImage)).toEqual(file);
  await expect(readFile(started)).rejects.toThrow();
});

test('UP2 a file that is not what its manifest says is thrown away', async ({
  installed,
  updateServer,
  appImage,
  desktop,
}) => {
  const sha512 = Buffer.alloc(64, 7).toString('base64');
  updateServer.publish({ version: '9.0.0', file: Buffer.from('something else'), sha512 });
  const { app, page } = await installed();
  await lookNow(page);
  await expect(section(page).getByRole('status')).toHaveText(/arrived damaged/);
  expect(await readLog(desktop)).toMatch(/sha512 checksum mismatch/);
  expect(desktop.notifications.list()).toEqual([]);
  await desktop.tray.click('Quit');
  await app.ended();
  expect(await readFile(appImage, 'utf8')).toBe('the old version');
});

for (const [what, release] of [
  ['an older version', { version: '0.0.1' }],
  ['a version that is rolled out to nobody yet', { version: '9.0.0', stagingPercentage: 0 }],
] as const) {
  test(`UP2 ${what} is not fetched`, async ({ installed, updateServer }) => {
    updateServer.publish({ file: Buffer.from('not for us'), ...release });
    const { page } = await installed();
    await lookNow(page);
    await expect(section(page).getByRole('status')).toHaveText(/nothing newer/);
    expect(updateServer.requests).toEqual(['/latest-linux.yml']);
  });
}

test('UP4 a place that does not answer is told to whoever asked, and nobody else', async ({
  installed,
  updateServer,
  desktop,
}) => {
  const { page } = await installed();
  await updateServer[Symbol.asyncDispose]();
  await lookNow(page);
  await expect(section(page).getByRole('status')).toHaveText(/cannot be looked for/);
  expect(await readLog(desktop)).toMatch(/net::ERR_CONNECTION_REFUSED/);
  expect(desktop.notifications.list()).toEqual([]);
});

test('UP3 nobody is asked during a timed Busy, but when it is over', async ({
  installed,
  updateServer,
  desktop,
  me,
  teammate,
}) => {
  updateServer.publish({ version: '9.0.0', file: Buffer.from('the new version') });
  const { page } = await installed();
  await desktop.tray.click(['Busy', '30 minutes']);
  await teammate.waitFor(me.memberId, 'busy');
  await lookNow(page);
  await expect(section(page).getByRole('button', { name: 'Restart now' })).toBeVisible();
  expect(desktop.notifications.list()).toEqual([]);
  await desktop.tray.click('Online');
  await desktop.notifications.waitFor('Ampel 9.0.0 is ready');
});

test('UP5 where updates are off the settings say why', async ({
  installed,
  appImage,
  updateServer,
}) => {
  const { page } = await installed({ AMPEL_UPDATES: 'off' });
  await expect(section(page).getByRole('status')).toHaveText(/switched updates off/);
  await expect(section(page).getByRole('button')).toHaveCount(0);
  expect(updateServer.requests).toEqual([]);
  expect(await readFile(appImage, 'utf8')).toBe('the old version');
});

test('UP5 an AppImage that Ampel was merely started from is left alone', async ({
  installed,
  updateServer,
  appImage,
}) => {
  updateServer.publish({ version: '9.0.0', file: Buffer.from('the new version') });
  const { page } = await installed({ APPDIR: path.dirname(appImage) });
  await expect(section(page).getByRole('status')).toHaveText(/not put here by an installer/);
  expect(updateServer.requests).toEqual([]);
});
