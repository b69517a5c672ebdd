import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';

async function openSettings(
  page: Page,
  section: 'General' | 'Notifications' | 'Team',
): Promise<void> {
  await page.getByRole('button', { name: /You are Online/ }).click();
  await page.getByRole('menuitem', { name: 'Settings…' }).click();
  await page.getByRole('button', { name: section, exact: true }).click();
}

test('PR5 a manager changes the inactivity timeout for everyone', async ({ launch, anna }) => {
  const app = await launch({ as: anna, window: true });
  const page = await app.window();
  await openSettings(page, 'Team');
  const minutes = page.getByRole('textbox', { name: 'Offline without input after' });
  await minutes.fill('61');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(
    page
      .getByRole('dialog')
      .getByText(/1 (and|to) 60/)
      .first(),
  ).toBeVisible();
  expect(await app.trayLabels()).toContain('Offline: automatic after 15 minutes without input');

  await minutes.fill('5');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => app.trayLabels())
    .toContain('Offline: automatic after 5 minutes without input');
});

test('PR5 an agent sees the timeout and cannot change it', async ({ launch, me }) => {
  const app = await launch({ as: me, window: true });
  const page = await app.window();
  await openSettings(page, 'Team');
  await expect(
    page.getByRole('dialog', { name: 'Settings' }).getByText(/15 minutes/),
  ).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Offline without input after' })).toHaveCount(0);
});

test('the language can be switched, and window and tray follow', async ({ launch, me }) => {
  const app = await launch({ as: me, window: true });
  const page = await app.window();
  await openSettings(page, 'General');
  await page.getByRole('button', { name: /Language/ }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await expect(page.getByRole('dialog', { name: 'Einstellungen' })).toBeVisible();
  await expect.poll(() => app.desktop.tray.toolTip()).toBe('Ampel: Sie sind Online');
});

test('NO2 whom to hear of is set in the window and shown in the tray', async ({ launch, me }) => {
  const app = await launch({ as: me, window: true });
  const page = await app.window();
  await openSettings(page, 'Notifications');
  await page.getByText('About nobody').click();
  await expect
    .poll(async () => {
      const { children } = await app.desktop.tray.menu();
      const notifications = children.find(({ label }) => label === 'Notifications');
      return notifications?.children.find(({ checked }) => checked)?.label;
    })
    .toBe('About nobody');
});
