import { expect } from '@playwright/test';
import { putContacts } from '../support/put-contacts.ts';
import { test } from './board-fixtures.ts';

test('AS5 the queue shows who comes and goes within a moment, without asking', async ({
  visit,
  server,
  anna,
}) => {
  const desk = await server.add('Service desk', 'manager');
  const user = await visit();
  const { page } = user;
  await user.setPassword(anna.email);
  const choose = async (item: RegExp) => {
    await page.getByRole('button', { name: /Change status/ }).click();
    await page.getByRole('menuitemradio', { name: item }).click();
  };
  await choose(/Busy/);
  // Connected by then, so that nothing is missed that would have to be asked for.
  await expect(page.getByRole('button', { name: /Change status/ })).toContainText('Busy');
  await user.go('Queue');
  await expect(page.getByText('Nobody is waiting.')).toBeVisible();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/contacts?')) asked.push(request.url());
  });
  const rowIn = (list: string, customer: string) =>
    page.getByRole('region', { name: list }).getByRole('row', { name: customer });
  await fetch(`${server.url}/api/v1/contacts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ customer: 'Maria Fischer' }),
  });
  await expect(rowIn('Waiting', 'Maria Fischer')).toBeVisible({ timeout: 1_000 });
  expect(asked).toEqual([]);
  await choose(/Online/);
  await expect(rowIn('Assigned', 'Maria Fischer')).toContainText('Anna Keller');
  await expect(page.getByText('Nobody is waiting.')).toBeVisible();

  await server.stop();
  await putContacts(server.dataFolder, 'Orchid');
  await server.run();
  await expect(rowIn('Assigned', 'Orchid')).toBeVisible({ timeout: 20_000 });
  expect(asked).not.toEqual([]);
});

test('AS7 a manager gives a contact from the queue to somebody who is Offline, after a question', async ({
  visit,
  server,
  anna,
  me: _,
}) => {
  const user = await visit();
  const { page } = user;
  await user.setPassword(anna.email);
  // Else the only one who is Online would be given it by the queue.
  await user.go('Members');
  await page.getByRole('button', { name: 'Change Anna Keller' }).click();
  await page.getByText('Receives contacts', { exact: true }).last().click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: /Anna Keller/ })).toContainText('No');

  await user.go('Integrations');
  await page.getByLabel('Name').fill('Website chat');
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = await page.getByRole('textbox', { name: 'Key of Website chat' }).inputValue();
  const posted = await fetch(`${server.url}/api/v1/contacts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ customer: 'Orchid GmbH', subject: '<i>Invoice</i>', channel: 'chat' }),
  });
  expect(posted.status).toBe(201);

  await user.go('Queue');
  const rowIn = (list: string) =>
    page.getByRole('region', { name: list }).getByRole('row', { name: /Orchid GmbH/ });
  await expect(rowIn('Waiting')).toContainText('<i>Invoice</i>');
  await page.getByRole('button', { name: 'Assign Orchid GmbH' }).click();
  const optionOf = (name: RegExp) => page.getByRole('option', { name });
  await expect(optionOf(/Anna Keller/)).toContainText('Online · receives no contacts');
  await expect(optionOf(/Ben Sommer/)).toContainText('Offline · 0 of 3 contacts');
  await optionOf(/Ben Sommer/).click();
  await expect(page.getByText(/Ben Sommer is Offline/)).toBeVisible();
  await page.getByRole('button', { name: 'Assign to Ben Sommer' }).click();
  await expect(rowIn('Assigned')).toContainText('not accepted yet');
  await expect(page.getByText('Nobody is waiting.')).toBeVisible();
  await user.expectAccessible();

  await page.getByRole('button', { name: 'Return Orchid GmbH to the queue' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Return' }).click();
  await expect(rowIn('Waiting')).toContainText('returned by Ben Sommer');
  await page.getByRole('button', { name: 'Close Orchid GmbH' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await expect(rowIn('Waiting')).toHaveCount(0);

  await user.go('Audit log');
  const assigned = page.getByRole('row', { name: /contact assigned/ });
  await expect(assigned).toContainText('Anna Keller');
  await expect(assigned).toContainText(/With: .*Ben Sommer/);
  await user.expectAccessible();
});
