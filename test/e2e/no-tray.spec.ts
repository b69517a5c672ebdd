import { expect, test } from '@playwright/test';
import { missingPrograms } from '../../scripts/required-programs.ts';
import { type Desktop, startDesktop } from '../support/desktop.ts';
import { ServerProcess } from '../support/server-process.ts';
import { launchApp, type RunningApp } from './running-app.ts';

const NOTICE = /This desktop shows no tray icons/;

test.beforeEach(({ browserName: _ }, info) => {
  info.skip(missingPrograms().length > 0);
  info.setTimeout(90_000);
});

async function shownWindow(app: RunningApp) {
  const page = await app.window();
  await expect.poll(() => app.desktop.mapped('Ampel')).toBe(true);
  return page;
}

test('WP3 without a tray the app shows itself once and says how it is reached', async () => {
  await using desktop: Desktop = await startDesktop({ windowManager: true, tray: false });
  await using server = await ServerProcess.start();
  const me = await server.add('Ben Sommer');

  const first = await launchApp(desktop, { server: server.url, as: me });
  await expect.poll(() => first.electron.windows().length, { timeout: 20_000 }).toBe(1);
  const page = await shownWindow(first);
  await expect(page.getByText(NOTICE)).toBeVisible();
  await first.close();

  const second = await launchApp(desktop, { server: server.url, window: true });
  const again = await shownWindow(second);
  await expect(again.getByText(NOTICE)).toBeVisible();
  // What shows icons may come later: the next window knows.
  await desktop.tray.start();
  await desktop.tray.waitForItem();
  await desktop.closeWindow('Ampel');
  await expect.poll(() => second.electron.windows().length).toBe(0);
  const withTray = await second.openWindow();
  await expect(withTray.getByText('Ben Sommer')).toBeVisible();
  await expect(withTray.getByText(NOTICE)).toBeHidden();
  await second.close();
});

test('WP3 the word about the missing tray is gone for good when it was dismissed', async () => {
  await using desktop: Desktop = await startDesktop({ windowManager: true, tray: false });
  await using server = await ServerProcess.start();
  const me = await server.add('Ben Sommer');

  const first = await launchApp(desktop, { server: server.url, as: me, window: true });
  const page = await shownWindow(first);
  await page.getByRole('button', { name: 'Do not show this again' }).click();
  await expect(page.getByText(NOTICE)).toBeHidden();
  await first.close();

  const second = await launchApp(desktop, { server: server.url, window: true });
  const again = await shownWindow(second);
  await expect(again.getByText('Ben Sommer')).toBeVisible();
  await expect(again.getByText(NOTICE)).toBeHidden();
  await second.close();
});
