import { expect, type Locator, type Page } from '@playwright/test';
import type { ServerProcess } from '../support/server-process.ts';
import type { TestMember } from '../support/team-server.ts';
import { test } from './fixtures.ts';
import type { RunningApp } from './running-app.ts';
import type { Teammate } from './teammate.ts';

/** More stops than anything in the window has. */
const MOST_STOPS = 40;

/** Somebody who signs in, and how the team sees them. */
type Person = { readonly member: TestMember; readonly seenBy: Teammate };

test('everything in the window can be done without a mouse', async ({
  launch,
  server,
  teammate,
}) => {
  await server.add('Carla Nolan');
  // Not the team's first, who is its owner.
  const person = { member: await server.add('Mara Vogt', 'manager'), seenBy: teammate };
  const app = await launch({ window: true });
  const page = await app.window();
  await test.step('signs in', () => signIn(page, server, person));
  await test.step('walks through the roster', () => walkRoster(page));
  await test.step('finds somebody', () => find(page));
  await test.step('is Busy for a time', () => beBusy(page, person));
  await test.step('adds a note', () => addNote(page));
  await test.step('is Busy until a time of day', () => beBusyUntil(page, person));
  await test.step('is Online again', () => beOnline(page, person));
  await test.step('reads about the own status', () => readAboutStatus(page));
  await test.step('opens the settings', () => openFromMenu(page, 'Settings…'));
  await test.step('changes the appearance', () => inSection(page, 'General', changeTheme));
  await test.step('changes notifications', () => inSection(page, 'Notifications', hearOfNobody));
  await test.step('changes the team', () =>
    inSection(page, 'Team', (at) => changeTimeout(at, app)));
  await test.step('copies the report', () => inSection(page, 'Diagnostics', copyReport));
  await test.step('signs out', () => signOut(page, person));
});

async function signIn(page: Page, { url }: ServerProcess, { member, seenBy }: Person) {
  await expect(page.getByRole('textbox', { name: 'Server address' })).toBeFocused();
  await page.keyboard.type(url);
  await press(page.getByRole('button', { name: 'Use a token instead' }));
  // A hidden token has no role.
  await expect(page.getByLabel('Token', { exact: true })).toBeFocused();
  await page.keyboard.type(member.token);
  await press(page.getByRole('button', { name: 'Sign in', exact: true }));
  await seenBy.waitFor(member.memberId, 'online');
  await expect(page.getByRole('listitem', { name: 'Anna Keller, Online' })).toBeVisible();
}

async function walkRoster(page: Page) {
  const bell = (name: string) => page.getByRole('button', { name: `Tell me when ${name} is back` });
  await tabTo(bell('Anna Keller'));
  await page.keyboard.press('ArrowDown');
  await expect(bell('Ben Sommer')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(bell('Anna Keller')).toBeFocused();
  await page.keyboard.type('car');
  await expect(bell('Carla Nolan')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(bell('Carla Nolan')).toHaveAttribute('aria-pressed', 'true');
}

async function find(page: Page) {
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('kel');
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await expect(page.getByRole('listitem')).toHaveCount(3);
}

async function beBusy(page: Page, { member, seenBy }: Person) {
  await openFromMenu(page, '30 minutes');
  const { at, until = 0 } = await seenBy.waitFor(member.memberId, 'busy');
  expect(Math.abs(until - at - 30 * 60_000)).toBeLessThan(30_000);
  await expect(ownButton(page)).toHaveAccessibleName(/You are Busy/);
  await expect(ownButton(page)).toBeFocused();
}

async function addNote(page: Page) {
  await openFromMenu(page, 'With a note…');
  await expect(page.getByRole('textbox', { name: 'Note (optional)' })).toBeFocused();
  await page.keyboard.type('At the front desk');
  // The end that stands goes on standing; late in the evening it is tomorrow.
  await expect(page.getByRole('radio', { name: /^Until .*\d/ })).toBeChecked();
  await press(page.getByRole('button', { name: 'Set to Busy' }));
  await expect(ownButton(page)).toHaveAccessibleName(/Busy · until .* · At the front desk/);
  await expect(ownButton(page)).toBeFocused();
}

async function beBusyUntil(page: Page, { member, seenBy }: Person) {
  await openFromMenu(page, 'Until a time…');
  const hour = page.getByRole('spinbutton', { name: /hour/ });
  await expect(hour).toBeFocused();
  // Hours away, at whatever time this runs.
  const isMorning = new Date().getHours() < 12;
  await page.keyboard.type(isMorning ? '430p' : '430a');
  await expect(page.getByText(/^Ends .*4:30/)).toBeVisible();
  await press(page.getByRole('button', { name: 'Set to Busy' }));
  await expect(ownButton(page)).toHaveAccessibleName(/Busy · until .*4:30/);
  const { until = 0 } = seenBy.sees(member.memberId) ?? {};
  expect(new Date(until).getHours()).toBe(isMorning ? 16 : 4);
}

async function beOnline(page: Page, { member, seenBy }: Person) {
  await openFromMenu(page, 'Online');
  await seenBy.waitFor(member.memberId, 'online');
  await expect(ownButton(page)).toHaveAccessibleName(/You are Online/);
}

async function readAboutStatus(page: Page) {
  await openFromMenu(page, 'About my status…');
  const dialog = page.getByRole('dialog', { name: 'Your status' });
  await expect(dialog.getByText('You are Online because you chose it.')).toBeVisible();
  const history = dialog.getByRole('listitem');
  await expect(history.first()).toBeAttached();
  await page.keyboard.press('End');
  await expect(history.last()).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(ownButton(page)).toBeFocused();
}

type SectionName = 'General' | 'Notifications' | 'Team' | 'Diagnostics' | 'Account';

/** Opens a section of the settings, uses it, and goes back to the list of them. */
async function inSection(page: Page, name: SectionName, use: (page: Page) => Promise<void>) {
  await openSection(page, name);
  await use(page);
  await press(page.getByRole('button', { name: 'All settings' }));
  await expect(sectionLink(page, name)).toBeFocused();
}

async function openSection(page: Page, name: SectionName) {
  await press(sectionLink(page, name));
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog.getByRole('heading', { name, exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'All settings' })).toBeFocused();
}

const sectionLink = (page: Page, name: SectionName) =>
  page.getByRole('navigation').getByRole('button', { name, exact: true });

async function changeTheme(page: Page) {
  const appearance = page.getByRole('radiogroup', { name: 'Appearance' });
  await tabTo(appearance.getByRole('radio', { name: 'As on this computer' }));
  await page.keyboard.press('ArrowDown');
  await expect(appearance.getByRole('radio', { name: 'Light' })).toBeChecked();
  await page.keyboard.press('ArrowDown');
  await expect(appearance.getByRole('radio', { name: 'Dark' })).toBeChecked();
}

async function hearOfNobody(page: Page) {
  await tabTo(page.getByRole('radio', { name: 'About people I watch' }));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'About nobody' })).toBeChecked();
  await press(page.getByRole('button', { name: 'No longer watch Carla Nolan' }));
  await expect(page.getByText(/^You watch nobody/)).toBeVisible();
}

async function changeTimeout(page: Page, app: RunningApp) {
  await tabTo(page.getByRole('textbox', { name: 'Offline without input after' }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('20');
  await press(page.getByRole('button', { name: 'Save', exact: true }));
  await expect(page.getByText('Saved. It applies to everyone now.')).toBeVisible();
  await expect
    .poll(() => app.trayLabels())
    .toContain('Offline: automatic after 20 minutes without input');
}

async function copyReport(page: Page) {
  await press(page.getByRole('button', { name: 'Copy report' }));
  await expect(page.getByText('The report is on the clipboard.')).toBeVisible();
}

async function signOut(page: Page, { member, seenBy }: Person) {
  await openSection(page, 'Account');
  await press(page.getByRole('button', { name: 'Sign out…' }));
  await expect(page.getByRole('button', { name: 'Stay signed in' })).toBeFocused();
  await press(page.getByRole('button', { name: 'Sign out', exact: true }));
  await seenBy.waitFor(member.memberId, 'offline');
  // The server is known by now.
  await expect(page.getByRole('button', { name: 'Sign in in the browser' })).toBeFocused();
}

const ownButton = (page: Page) => page.getByRole('button', { name: /Change status$/ });

/** Opens the own status menu and takes an item of it. */
async function openFromMenu(page: Page, name: string) {
  await press(ownButton(page));
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitemradio', { name: 'Online' })).toBeFocused();
  const called = { name, exact: true };
  const item = menu.getByRole('menuitem', called).or(menu.getByRole('menuitemradio', called));
  await reach(item, 'ArrowDown');
  await page.keyboard.press('Enter');
  await expect(menu).toHaveCount(0);
}

/** Tabs to a button and presses it. */
async function press(button: Locator) {
  await tabTo(button);
  await button.page().keyboard.press('Enter');
}

const tabTo = (target: Locator) => reach(target, 'Tab');

/** Presses a key until it has led to something. */
async function reach(target: Locator, key: 'Tab' | 'ArrowDown') {
  await expect(target).toBeAttached();
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await target.page().keyboard.press(key);
  }
  throw new Error(`The key ${key} does not lead to ${target}`);
}
