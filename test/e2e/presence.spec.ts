import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { trayIs } from './running-app.ts';
import { openSettings } from './settings-dialog.ts';

const MINUTE = 60_000;

test('PR8 Busy for a time: everyone sees until when, and restarts change nothing about it', async ({
  launch,
  signedIn,
  me,
  teammate,
}) => {
  const first = await signedIn();
  const chosen = Date.now();
  await first.desktop.tray.click(['Busy', '30 minutes']);
  const { until = 0 } = await teammate.waitFor(me.memberId, 'busy');
  expect(Math.abs(until - chosen - 30 * MINUTE)).toBeLessThan(5_000);
  await expect.poll(() => first.desktop.tray.toolTip()).toMatch(/until .* · 30 min left/);
  await first.electron.close();
  await teammate.waitFor(me.memberId, 'offline');

  const app = await launch({ window: true });
  expect(await teammate.waitFor(me.memberId, 'busy')).toMatchObject({ cause: 'signed-in', until });
  const page = await app.window();
  await expect(page.getByText(/until .* · (30|29) min left/)).toBeVisible();
  await app.desktop.tray.click('Online');
  await teammate.waitFor(me.memberId, 'online');
  await trayIs(app, 'You are Online');
});

test('PR13 a warning comes before Offline; “I’m here” and any input take it back', {
  tag: '@waits',
}, async ({ signedIn, me, desktop, teammate }) => {
  test.setTimeout(4 * MINUTE);
  await signedIn();
  await teammate.changeSettings({ inactivityTimeoutMinutes: 1 });
  const warning = 'You will be Offline in 15 seconds';
  await expect
    .poll(() => desktop.notifications.list().map(({ summary }) => summary), { timeout: MINUTE })
    .toEqual([warning]);
  await desktop.notifications.press('I’m here');
  await expect.poll(() => desktop.notifications.list()).toEqual([]);
  // The next warning comes a whole timeout later, so the click has counted as input.
  const said = Date.now();
  await expect
    .poll(() => desktop.notifications.list().length, { timeout: MINUTE, intervals: [100] })
    .toBe(1);
  expect(Date.now() - said).toBeGreaterThan(40_000);
  await desktop.input.moveMouse(200, 200);
  await expect.poll(() => desktop.notifications.list(), { timeout: 2_000 }).toEqual([]);
  expect(teammate.saw(me.memberId).map(({ status }) => status)).toEqual(['offline', 'online']);
});

test('TR6 the window shows what is recorded, and who set the timeout', async ({
  inWindow,
  teammate,
}) => {
  const { app, page } = await inWindow();
  await expect(page.getByRole('button', { name: /You are Online/ })).toBeVisible();
  await teammate.changeSettings({ inactivityTimeoutMinutes: 20 });
  await app.desktop.tray.click(['Busy', 'Until I change it']);
  await page.getByRole('button', { name: /You are Busy/ }).click();
  await page.getByRole('menuitem', { name: 'About my status…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/20 minutes, set by Anna Keller/)).toBeVisible();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Busy' })).toHaveCount(1);
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Online' })).toHaveCount(1);
});

test('PR8 Busy until a time of day with a note, from the window', async ({
  inWindow,
  me,
  teammate,
}) => {
  const { page } = await inWindow();
  await page.getByRole('button', { name: /You are Online/ }).click();
  await page.getByRole('menuitem', { name: 'Until a time…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('spinbutton', { name: /hour/ }).click();
  // Half a day from now is never too soon.
  const end = new Date(Date.now() + 12 * 60 * MINUTE);
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  await page.keyboard.type(twoDigits(end.getHours() % 12 || 12) + twoDigits(end.getMinutes()));
  await page.keyboard.type(end.getHours() < 12 ? 'a' : 'p');
  await dialog.getByRole('textbox', { name: 'Note (optional)' }).fill('Lunch');
  await dialog.getByRole('button', { name: 'Set to Busy' }).click();
  const seen = await teammate.waitFor(me.memberId, 'busy');
  expect(Math.abs((seen.until ?? 0) - end.getTime())).toBeLessThan(2 * MINUTE);
  await expect(page.getByText(/until .* left · Lunch/)).toBeVisible();
});

test('PR14 the lock policy is the manager’s to set', async ({ inWindow, anna, me, teammate }) => {
  const { page } = await inWindow({ as: anna });
  await openSettings(page, 'Team');
  await page.getByText('Only the time without input decides').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).last().click();
  await expect(page.getByText('Saved. It applies to everyone now.')).toBeVisible();
  expect(teammate.sees(me.memberId)).toBeDefined();
});
