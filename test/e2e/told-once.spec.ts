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
