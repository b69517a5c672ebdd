import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from '@playwright/test';
import { openAdmin } from '../../src/server/app.ts';
import { PAGE_LIMIT } from '../../src/shared/api/page.ts';
import { BoardUser, PASSWORD, test } from './board-fixtures.ts';

test('AC4 a member sets a password by a link, signs out, and signs in again', async ({
  visit,
  anna,
}) => {
  const user = await visit();
  const { page } = user;
  await user.setPassword(anna.email);
  expect(page.url()).not.toContain('#');
  await expect(page.getByRole('button', { name: /Change status/ })).toContainText('Online');

  await user.go('My account');
  await page.getByRole('button', { name: 'Sign out here' }).click();
  // Not before the server has answered: the page that is opened would still be signed in.
  await expect(page.getByLabel('E-mail address')).toBeVisible();
  await user.open('/me');
  await page.getByLabel('E-mail address').fill(anna.email);
  await page.getByLabel('Password').fill('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByText('do not fit together')).toBeVisible();
  await user.signIn(anna.email);
  await expect(page.getByRole('heading', { name: 'My account' })).toBeVisible();
});

test('AC2 whoever is invited joins by the link, once', async ({ visit, anna }) => {
  const manager = await visit();
  await manager.setPassword(anna.email);
  await manager.go('Members');
  await manager.page.getByRole('textbox', { name: 'E-mail address' }).fill('carla@example.com');
  await manager.page.getByRole('button', { name: 'Create invite' }).click();
  const link = await manager.page
    .getByRole('textbox', { name: 'Invite for carla@example.com' })
    .inputValue();

  const carla = await visit();
  await carla.page.goto(link);
  expect(carla.page.url()).toContain('/join');
  await carla.page.getByLabel('Your name').fill('Carla <b>Bold</b>');
  await carla.page.getByLabel('New password').fill('seven brave little toasters');
  await carla.page.getByRole('button', { name: 'Join' }).click();
  await expect(carla.page.getByRole('button', { name: /Change status/ })).toContainText(
    'Carla <b>Bold</b>',
  );
  await expect(carla.page.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
  await manager.page.getByRole('link', { name: 'Team', exact: true }).click();
  await expect(
    manager.page.getByRole('listitem', { name: 'Carla <b>Bold</b>, Online' }),
  ).toBeVisible();

  const late = await visit();
  await late.page.goto(link);
  await expect(
    late.page.getByRole('heading', { name: 'This invite is not valid any more' }),
  ).toBeVisible();
});

test('PR5 a manager changes the timeout, and a running app follows', async ({
  visit,
  anna,
  me,
  launch,
}) => {
  const app = await launch({ as: me });
  await expect
    .poll(() => app.trayLabels())
    .toContain('Offline: automatic after 15 minutes without input');
  const manager = await visit();
  await manager.setPassword(anna.email);
  await manager.go('Team settings');
  const minutes = manager.page.getByRole('textbox', { name: 'Offline without input after' });
  await minutes.fill('7');
  await manager.page.getByRole('button', { name: 'Save' }).first().click();
  await expect
    .poll(() => app.trayLabels())
    .toContain('Offline: automatic after 7 minutes without input');
});

test('PR7 WB2 a reload is invisible, and closing the last tab shows its member Offline after the grace', async ({
  visit,
  anna,
  me,
  teammate,
}) => {
  const user = await visit();
  await user.setPassword(me.email);
  await teammate.waitFor(me.memberId, 'online');
  const other = await user.context.newPage();
  const second = new BoardUser(other, new URL(user.page.url()).origin, '');
  await second.open('/');
  await expect(other.getByRole('listitem', { name: `Anna Keller, Online` })).toBeVisible();
  await user.page.close();
  await other.reload();
  await expect(other.getByRole('button', { name: /Change status/ })).toContainText('Online');
  await other.close();
  await teammate.waitFor(me.memberId, 'offline', { timeout: 25_000 });
  const seen = teammate.saw(me.memberId).map(({ status }) => status);
  expect(seen.slice(seen.indexOf('online'))).toEqual(['online', 'offline']);
  expect(anna.memberId).not.toBe(me.memberId);
});

test('WB3 a browser tells of idleness after a click that permits it', async ({ visit, me }) => {
  const user = await visit();
  const { page } = user;
  await user.setPassword(me.email);
  await expect(page.getByText('Only what you do on this page counts')).toBeVisible();
  const tell = await user.idleness();
  await tell(true, true);
  await page.getByRole('button', { name: 'Count everything…' }).click();
  await expect(page.getByText('Only what you do on this page counts')).toHaveCount(0);

  await tell(false, false);
  const status = page.getByRole('button', { name: /Change status/ });
  await expect(status).toContainText('Offline');
  await tell(true, true);
  await expect(status).toContainText('Online');
});

test('TR3 a member signs another browser of theirs out', async ({ visit, me }) => {
  const here = await visit();
  await here.setPassword(me.email);
  const there = await visit();
  await there.open('/sign-in');
  await there.signIn(me.email);
  await expect(there.page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await here.go('My account');
  await here.page
    .getByRole('row', { name: /browser/ })
    .getByRole('button', { name: /^Sign out (?!here)/ })
    .click();
  await here.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(there.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('AC4 a new password takes the other devices out of the list that is shown beside it', async ({
  visit,
  me,
}) => {
  const here = await visit();
  await here.setPassword(me.email);
  const there = await visit();
  await there.open('/sign-in');
  await there.signIn(me.email);
  await expect(there.page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await here.go('My account');
  const others = here.page.getByRole('button', { name: /^Sign out (?!here)/ });
  await expect(others.first()).toBeVisible();
  await here.page.getByLabel('Current password').fill(PASSWORD);
  await here.page.getByLabel('New password').fill(`${PASSWORD}, again`);
  await here.page.getByRole('button', { name: 'Change password' }).click();
  await expect(here.page.getByText('Your password is changed.')).toBeVisible();
  await expect(others).toHaveCount(0);
});

test('TR7 two tabs in which a member signs in one after the other can both change something', async ({
  visit,
  anna,
}) => {
  const manager = await visit();
  await manager.setPassword(anna.email);
  const { page } = manager;
  const other = await manager.context.newPage();
  await other.goto(page.url());
  await manager.go('My account');
  await page.getByRole('button', { name: 'Sign out here' }).click();
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await manager.signIn(anna.email);
  await manager.go('Integrations');
  await other.getByLabel('E-mail address').fill(anna.email);
  await other.getByLabel('Password').fill(PASSWORD);
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(other.getByRole('navigation', { name: 'Pages' })).toBeVisible();

  await page.getByLabel('Name').fill('Website chat');
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByRole('textbox', { name: 'Key of Website chat' })).toBeVisible();
});

test('WB1 TR1 pages for managers are not shown to others, by their address neither', async ({
  visit,
  me,
}) => {
  const user = await visit();
  await user.setPassword(me.email);
  await user.open('/audit');
  await expect(user.page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
});

test('the board is used by keys alone, and says where one is', async ({ visit, anna }) => {
  const user = await visit();
  const { page } = user;
  await user.setPassword(anna.email);
  // The first page leaves the focus alone; those that follow take it, once they are there.
  await user.open('/');
  await expect(page.getByRole('button', { name: /Change status/ })).toContainText('Online');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused();
  await page.getByRole('link', { name: 'Members' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Members', level: 1 })).toBeFocused();
  await expect(page).toHaveTitle('Members · Ampel');
  await page.goBack();
  await expect(page).toHaveTitle('Team · Ampel');
});

test('the report adds up what is recorded', async ({ visit, server, anna, me }) => {
  const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  const at = (hour: number) => Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000;
  await server.stop();
  const database = new DatabaseSync(path.join(server.dataFolder, 'ampel.sqlite'));
  const insert = database.prepare(
    `INSERT INTO status_history (member_id, status, cause, began_at, ended_at, device_name)
     VALUES (?, ?, 'chosen', ?, ?, NULL)`,
  );
  for (const [status, from, to] of [
    ['offline', 0, 8],
    ['online', 8, 12],
    ['busy', 12, 13],
    ['online', 13, 17.5],
    ['offline', 17.5, 24],
  ] as const) {
    insert.run(me.memberId, status, at(from), at(to));
  }
  database.close();
  await server.run();

  const user = await visit();
  const { page } = user;
  await user.setPassword(anna.email);
  await user.go('Report');
  await page.getByLabel('From').fill(day);
  await page.getByLabel('To', { exact: true }).fill(day);
  const table = page.getByRole('region', { name: 'Time of Ben Sommer in each status' });
  await expect(table.getByRole('row').nth(1)).toHaveText(
    /Altogether\s*8 hrs 30 mins\s*1 hr\s*14 hrs 30 mins/,
  );
  await user.expectAccessible();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
});

test('RE2 looking again while more is on its way leaves no entry of the audit log out', async ({
  visit,
  server,
  anna,
}) => {
  const manager = await visit();
  const { page } = manager;
  await manager.setPassword(anna.email);
  const { admin, close } = await openAdmin({ dataFolder: server.dataFolder, databaseUrl: null });
  for (let made = 0; made < PAGE_LIMIT.default; made += 1) await admin.makePasswordLink(anna.email);
  await manager.go('Audit log');
  const rows = page.getByRole('rowheader');
  await expect(rows).toHaveCount(PAGE_LIMIT.default);

  const release = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  await page.route(/\/audit\?.*cursor=/, async (route) => {
    const response = await route.fetch();
    held.resolve();
    await release.promise;
    await route.fulfill({ response });
  });
  const showMore = page.getByRole('button', { name: 'Show more' });
  await showMore.click();
  await held.promise;
  await admin.makePasswordLink(anna.email).finally(close);
  const answered = page.waitForResponse(/\/api\/v1\/audit$/);
  await page.getByRole('button', { name: 'Look again' }).click();
  await answered;
  const late = page.waitForResponse(/\/audit\?.*cursor=/);
  release.resolve();
  await late;
  await page.unroute(/\/audit\?.*cursor=/);
  // The late answer was about the end of the list as it was before.
  await expect(showMore).toBeVisible();
  await showMore.click();
  await expect(showMore).toHaveCount(0);
  const answer = await page.request.get(`${server.url}/api/v1/audit.csv`);
  const lines = (await answer.text()).trim().split('\r\n').length - 1;
  await expect(rows).toHaveCount(lines);
});
