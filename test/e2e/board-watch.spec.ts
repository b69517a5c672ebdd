import { expect, type Page } from '@playwright/test';
import { test } from './board-fixtures.ts';

/** What the browser was given to show as notifications, and the way to click the last one. */
async function listenIn(page: Page) {
  await page.addInitScript(() => {
    const told: Notification[] = [];
    const asked: number[] = [];
    const Real = Notification;
    class Heard extends Real {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        told.push(this);
      }
      static override requestPermission() {
        asked.push(Date.now());
        return Real.requestPermission();
      }
    }
    Object.assign(window, { Notification: Heard, told, asked });
  });
  type Ear = { readonly told: readonly Notification[]; readonly asked: readonly number[] };
  return {
    asked: () => page.evaluate(() => (window as unknown as Ear).asked.length),
    told: () =>
      page.evaluate(() =>
        (window as unknown as Ear).told.map(({ title, body }) => `${title} / ${body}`),
      ),
    click: () =>
      page.evaluate(() =>
        (window as unknown as Ear).told.at(-1)?.dispatchEvent(new Event('click')),
      ),
  };
}

test('NO2 the bell of the board is asked for, and tells when the watched person is back', async ({
  visit,
  anna,
  me,
  teammate,
}) => {
  const user = await visit();
  const { page, context } = user;
  const { told, click } = await listenIn(page);
  await context.grantPermissions(['notifications']);
  await user.setPassword(me.email);
  const bell = page.getByRole('button', { name: 'Tell me when Anna Keller is back' });
  await expect(page.getByRole('listitem', { name: 'Anna Keller, Online' })).toBeVisible();
  await teammate.choose('busy');
  await expect(page.getByRole('listitem', { name: 'Anna Keller, Busy' })).toBeVisible();
  await bell.click();
  await expect(bell).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(bell).toHaveAttribute('aria-pressed', 'true');
  expect(await told()).toEqual([]);

  await user.go('My account');
  await teammate.choose('online');
  await expect.poll(told).toEqual(['Anna Keller is Online / Was Busy before.']);
  await click();
  await expect(page.getByRole('listitem', { name: 'Anna Keller, Online' })).toHaveAttribute(
    'data-found',
  );
  expect(anna.memberId).not.toBe(me.memberId);
});

test('NO2 whoever does not allow notifications is told what to do when they use the bell', async ({
  visit,
  anna,
  me,
}) => {
  const user = await visit();
  const { page } = user;
  const { told, asked } = await listenIn(page);
  await user.setPassword(me.email);
  const bell = page.getByRole('button', { name: 'Tell me when Anna Keller is back' });
  const words = page.getByText('Allow them in its settings for this site');
  await expect(bell).toBeVisible();
  await expect(words).toHaveCount(0);
  expect(await asked()).toBe(0);
  await bell.click();
  await expect(words).toBeVisible();
  expect(await asked()).toBe(1);
  await expect(bell).toHaveAttribute('aria-pressed', 'true');
  await user.expectAccessible();
  await page.getByRole('button', { name: 'Dismiss message' }).click();
  await expect(words).toHaveCount(0);
  expect(await told()).toEqual([]);
  expect(anna.memberId).not.toBe(me.memberId);
});

test('WB5 NO1 an assigned contact is told of, and not where one takes it oneself', async ({
  visit,
  server,
  anna,
}) => {
  const desk = await server.add('Service desk', 'manager');
  const ask = (method: string, at: string, body: object) =>
    fetch(`${server.url}/api/v1${at}`, {
      method,
      headers: { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const user = await visit();
  const { page, context } = user;
  const { told, click } = await listenIn(page);
  await context.grantPermissions(['notifications']);
  await user.setPassword(anna.email);
  await expect(page.getByRole('button', { name: /Change status/ })).toContainText('Online');
  await ask('POST', '/contacts', { customer: 'Maria Fischer', subject: 'Refund', channel: 'chat' });
  await expect.poll(told).toEqual(['Maria Fischer is assigned to you / Refund · chat']);
  await click();
  await expect(page.getByRole('heading', { level: 1, name: 'Contacts' })).toBeVisible();

  await ask('PATCH', `/members/${anna.memberId}`, { receivesContacts: false });
  await ask('POST', '/contacts', { customer: 'Tom Berg' });
  await user.go('Queue');
  await page.getByRole('button', { name: 'Assign Tom Berg' }).click();
  await page.getByRole('option', { name: /Anna Keller/ }).click();
  await expect(
    page.getByRole('region', { name: 'Assigned' }).getByRole('row', { name: /Tom Berg/ }),
  ).toBeVisible();
  expect(await told()).toHaveLength(1);
});
