import { expect, type Page } from '@playwright/test';

export type SettingsSection = 'General' | 'Notifications' | 'Team' | 'Account' | 'Diagnostics';

/** Opens a section of the settings by the own status menu, as soon as there is a connection. */
export async function openSettings(page: Page, section: SettingsSection): Promise<void> {
  await page.getByRole('button', { name: /You are Online/ }).click();
  await page.getByRole('menuitem', { name: 'Settings…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('button', { name: section, exact: true }).click();
  await expect(dialog.getByRole('heading', { name: section, exact: true })).toBeVisible();
}
