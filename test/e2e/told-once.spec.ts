import { expect } from '@playwright/test';
import { test } from './board-fixtures.ts';

test('WB6 a key is shown once, and what it opens is closed only after a question', async ({
  visit,
  anna,
}) => {
  const manager = await visit();
  const { page } = manager;
  await manager.setPassword(anna.email);
  await manager.go('Integrations');
  await page.getByLabel('Name').fill('Website chat');
  await page.getByRole('button', { name: 'Create key' }).click();
  const told = page.getByRole('textbox', { name: 'Key of Website chat' });
  const key = await told.inputValue();
  expect(key).toMatch(/^ampelk_/);

  await page.reload();
  const row = page.getByRole('row', { name: /Website chat/ });
  await expect(row).toBeVisible();
  await expect(told).toHaveCount(0);
  expect(await page.content()).not.toContain(key);

  const remove = page.getByRole('button', { name: 'Revoke Website chat' });
  const dialog = page.getByRole('dialog');
  await remove.click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(row).toBeVisible();
  await remove.click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(row).toHaveCount(0);
});

test('WB6 a second link does not say that it was copied when only the first one was', async ({
  visit,
  anna,
}) => {
  const manager = await visit();
  const { page } = manager;
  await manager.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await manager.setPassword(anna.email);
  await manager.go('Members');
  const invite = async (email: string): Promise<void> => {
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Create invite' }).click();
    await expect(page.getByRole('textbox', { name: `Invite for ${email}` })).toBeVisible();
  };
  await invite('cleo@example.com');
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  await invite('dario@example.com');
  await expect(page.getByText('Copied.')).toHaveCount(0);
});
