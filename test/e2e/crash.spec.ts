import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@playwright/test';
import dbus from 'dbus-native';
import { startChild } from '../../scripts/children.ts';
import { clickAway } from '../support/click-away.ts';
import type { Desktop } from '../support/desktop.ts';
import { test } from './fixtures.ts';
import { type RunningApp, trayIs } from './running-app.ts';

const root = path.join(import.meta.dirname, '../..');
const BOX = 'Ampel and an error';

/** Lets main meet an error that nobody handles. */
async function crashMain(app: RunningApp, message: string): Promise<void> {
  await app.electron.evaluate((_, text) => {
    setTimeout(() => {
      throw new Error(text);
    });
  }, message);
  await app.ended();
}

async function crashWindow(app: RunningApp): Promise<void> {
  await app.electron.evaluate(({ app: electronApp }) => {
    for (const { type, pid } of electronApp.getAppMetrics()) {
      if (type === 'Tab') process.kill(pid, 'SIGKILL');
    }
  });
  await expect.poll(() => app.desktop.mapped('Ampel')).toBe(false);
}

/** A file manager that notes what it is to show. */
async function startFileManager(desktop: Desktop, shown: string[]): Promise<Disposable> {
  const bus = dbus.createClient({ busAddress: desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '' });
  const name = 'org.freedesktop.FileManager1';
  const ShowItems = {
    in: { uris: 'as', startupId: 's' },
    out: {},
    handler: ({ uris }: { uris: string[] }) => void shown.push(...uris),
  };
  const manager = dbus.defineInterface({ name, methods: { ShowItems } });
  await bus.export('/org/freedesktop/FileManager1', manager);
  await bus.requestName(name, 0);
  return { [Symbol.dispose]: () => bus.close() };
}

test('WP4 after a crash of main the app says so once, and no second time within the hour', async ({
  launch,
  me,
  desktop,
}) => {
  const app = await launch({ as: me });
  await trayIs(app, 'You are Online');
  await crashMain(app, 'a crash made by a test');
  await expect.poll(() => desktop.mapped(BOX), { timeout: 20_000 }).toBe(true);
  // The box holds nothing up.
  await expect.poll(() => desktop.tray.toolTip()).toBe('Ampel: You are Online');
  await desktop.closeWindow(BOX);
  await expect.poll(() => desktop.mapped(BOX)).toBe(false);
  await desktop.tray.click('Quit');
  await expect.poll(() => desktop.tray.count).toBe(0);

  const again = await launch();
  await trayIs(again, 'You are Online');
  await crashMain(again, 'another crash made by a test');
  await expect.poll(() => desktop.tray.count, { timeout: 20_000 }).toBe(1);
  await expect.poll(() => desktop.tray.toolTip()).toBe('Ampel: You are Online');
  expect(await desktop.mapped(BOX)).toBe(false);
  await desktop.tray.click('Quit');
  await expect.poll(() => desktop.tray.count).toBe(0);
});

test('WP4 when its window crashes for the second time, the app offers the log', async ({
  launch,
  me,
  desktop,
}) => {
  const shown: string[] = [];
  using _ = await startFileManager(desktop, shown);
  const app = await launch({ as: me, window: true });
  const page = await app.window();
  await expect(page.getByRole('button', { name: /You are Online/ })).toBeVisible();
  await crashWindow(app);
  expect(await desktop.mapped(BOX)).toBe(false);
  const reopened = await app.openWindow();
  await expect(reopened.getByRole('button', { name: /You are Online/ })).toBeVisible();
  const box = app.electron.waitForEvent('window');
  await crashWindow(app);
  await clickAway((await box).getByRole('button', { name: 'Show log' }));
  const log = path.join(desktop.home, 'ampel/ampel.log');
  await expect.poll(() => shown).toEqual([pathToFileURL(log).href]);
  expect(await readFile(log, 'utf8')).toContain("the window's process is gone");
});

test('TR6 the log tells of faults, and of no person', async ({ launch, me, anna, server }) => {
  const app = await launch({ as: { ...me, token: 'ampel_this-token-is-known-to-nobody' } });
  await trayIs(app, 'Not signed in');
  await app.close();
  const signedIn = await launch({ as: me });
  await trayIs(signedIn, 'You are Online');
  await signedIn.desktop.tray.click(['Busy', '1 hour']);
  await server.kill();
  await trayIs(signedIn, 'Not connected. Trying again…');
  await server.run();
  await expect.poll(() => signedIn.desktop.tray.toolTip()).toContain('You are Busy');
  await crashMain(signedIn, `no good: ${me.token} of ben.sommer@example.com`);

  const log = await readFile(path.join(signedIn.desktop.home, 'ampel/ampel.log'), 'utf8');
  expect(log).toContain('signing in failed: unauthorized');
  expect(log).toContain('no good: ampel_… of …@…');
  for (const told of [me.token, 'known-to-nobody', me.email, anna.email, 'Sommer', 'Anna']) {
    expect(log).not.toContain(told);
  }
  expect(log).not.toContain(signedIn.desktop.home);
  await expect.poll(() => signedIn.desktop.tray.count, { timeout: 20_000 }).toBe(1);
  await signedIn.desktop.tray.click('Quit');
  await expect.poll(() => signedIn.desktop.tray.count).toBe(0);
});

test('WP4 an app that cannot start says so, and where its log is', async ({ desktop }) => {
  const profile = path.join(desktop.home, 'ampel');
  // A part of the system that fails as soon as the app itself asks.
  const fault = path.join(desktop.home, 'fault.cjs');
  await writeFile(
    fault,
    `const os = require('node:os');
     const { hostname } = os;
     os.hostname = () => {
       const [, , caller = ''] = new Error().stack.split('\\n');
       if (caller.includes('/out/main/')) throw new Error('this computer has no name');
       return hostname();
     };
     require('node:module').syncBuiltinESMExports();`,
  );
  const app = startChild(
    path.join(root, 'test/electron-host/electron'),
    ['-r', fault, '--no-sandbox', root, '--hidden'],
    { env: { ...desktop.env, AMPEL_PROFILE: profile, LANGUAGE: 'en_US' } },
  );
  await using _ = { [Symbol.asyncDispose]: () => app.stop() };
  let stderr = '';
  app.process.stderr?.on('data', (piece: Buffer) => {
    stderr += piece.toString();
  });
  expect(await app.exited).toMatchObject({ code: 1 });
  expect(stderr).toContain('Ampel cannot start');
  expect(stderr).toContain(path.join(profile, 'ampel.log'));
  expect(await readFile(path.join(profile, 'ampel.log'), 'utf8')).toContain(
    'the app could not start: Error: this computer has no name',
  );
});
