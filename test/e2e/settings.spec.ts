import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { trayIs } from './running-app.ts';
import { openSettings } from './settings-dialog.ts';

test('PR5 a manager changes the inactivity timeout for everyone', async ({ inWindow, anna }) => {
  const { app, page } = await inWindow({ as: anna });
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

test('PR5 an agent sees the timeout and cannot change it', async ({ inWindow }) => {
  const { page } = await inWindow();
  await openSettings(page, 'Team');
  await expect(
    page.getByRole('dialog', { name: 'Settings' }).getByText(/15 minutes/),
  ).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Offline without input after' })).toHaveCount(0);
});

test('the language can be switched, and window and tray follow', async ({ inWindow }) => {
  const { app, page } = await inWindow();
  await openSettings(page, 'General');
  await page.getByRole('button', { name: /Language/ }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await expect(page.getByRole('dialog', { name: 'Einstellungen' })).toBeVisible();
  await trayIs(app, 'Sie sind Online');
});

test('NO2 whom to hear of is set in the window and shown in the tray', async ({ inWindow }) => {
  const { app, page } = await inWindow();
  await openSettings(page, 'Notifications');
  await page.getByText('About nobody').click();
  await expect.poll(() => app.trayChecked('Notifications')).toContain('About nobody');
});
