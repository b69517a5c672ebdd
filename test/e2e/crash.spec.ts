import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { startChild } from '../../scripts/children.ts';
import { clickAway } from '../support/click-away.ts';
import { startFileManager } from '../support/file-manager.ts';
import { crashMain, crashWindow } from './crashes.ts';
import { test } from './fixtures.ts';
import { profileFile, readLog } from './profile.ts';
import { trayIs } from './running-app.ts';

const root = path.join(import.meta.dirname, '../..');
const BOX = 'Ampel and an error';

test('WP4 after a crash of main the app says so once, and no second time within the hour', async ({
  launch,
  signedIn,
  desktop,
}) => {
  const app = await signedIn();
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
  inWindow,
  desktop,
}) => {
  using fileManager = await startFileManager(desktop);
  const { app, page } = await inWindow();
  await expect(page.getByRole('button', { name: /You are Online/ })).toBeVisible();
  await crashWindow(app);
  expect(await desktop.mapped(BOX)).toBe(false);
  const reopened = await app.openWindow();
  await expect(reopened.getByRole('button', { name: /You are Online/ })).toBeVisible();
  const box = app.electron.waitForEvent('window');
  await crashWindow(app);
  await clickAway((await box).getByRole('button', { name: 'Show log' }));
  await expect.poll(() => fileManager.shown).toEqual([profileFile(desktop, 'ampel.log')]);
  expect(await readLog(desktop)).toContain("the window's process is gone");
});

test('TR6 the log tells of faults, and of no person', async ({
  launch,
  signedIn,
  me,
  anna,
  server,
  desktop,
}) => {
  const refused = await launch({ as: { ...me, token: 'ampel_this-token-is-known-to-nobody' } });
  await trayIs(refused, 'Not signed in');
  await refused.close();
  const app = await signedIn();
  await desktop.tray.click(['Busy', '1 hour']);
  await server.kill();
  await trayIs(app, 'Not connected. Trying again…');
  await server.run();
  await expect.poll(() => desktop.tray.toolTip()).toContain('You are Busy');
  await crashMain(app, `no good: ${me.token} of ben.sommer@example.com`);

  const log = await readLog(desktop);
  expect(log).toContain('signing in failed: unauthorized');
  expect(log).toContain('no good: ampel_… of …@…');
  for (const told of [me.token, 'known-to-nobody', me.email, anna.email, 'Sommer', 'Anna']) {
    expect(log).not.toContain(told);
  }
  expect(log).not.toContain(desktop.home);
  await expect.poll(() => desktop.tray.count, { timeout: 20_000 }).toBe(1);
  await desktop.tray.click('Quit');
  await expect.poll(() => desktop.tray.count).toBe(0);
});

test('WP4 an app that cannot start says so, and where its log is', async ({ desktop }) => {
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
    { env: { ...desktop.env, AMPEL_PROFILE: profileFile(desktop, ''), LANGUAGE: 'en_US' } },
  );
  await using _ = { [Symbol.asyncDispose]: () => app.stop() };
  let stderr = '';
  app.process.stderr?.on('data', (piece: Buffer) => {
    stderr += piece.toString();
  });
  expect(await app.exited).toMatchObject({ code: 1 });
  expect(stderr).toContain('Ampel cannot start');
  expect(stderr).toContain(profileFile(desktop, 'ampel.log'));
  expect(await readLog(desktop)).toContain(
    'the app could not start: Error: this computer has no name',
  );
});
