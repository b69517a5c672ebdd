import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startFileManager } from '../support/file-manager.ts';
import { packApp } from '../support/packed-app.ts';
import { test } from './fixtures.ts';
import { keptAside, leaveSettings, profileFile, savedSettings } from './profile.ts';
import { type RunningApp, trayIs } from './running-app.ts';
import { openSettings, type SettingsSection } from './settings-dialog.ts';

const clipboardOf = (app: RunningApp) =>
  app.electron.evaluate(({ clipboard }) => clipboard.readText());

test('SE1 the theme changes the colours of the window, over a restart too', async ({
  launch,
  inWindow,
  me,
}) => {
  const { app, page } = await inWindow();
  const ground = (of: Page) => of.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await openSettings(page, 'General');
  expect(await ground(page)).toBe('rgb(255, 255, 255)');
  await page.getByText('Dark', { exact: true }).click();
  await expect.poll(() => ground(page)).toBe('rgb(29, 31, 36)');
  await app.close();

  const again = await launch({ as: me });
  // Playwright overrides the colours of a page that it has just met.
  expect(await again.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
});

test('SE2 a shortcut opens the window from anywhere, over a restart too, until it is removed', async ({
  signedIn,
  inWindow,
  desktop,
}) => {
  const { app, page } = await inWindow();
  await openSettings(page, 'General');
  const field = page.getByRole('textbox', { name: 'Shortcut that opens Ampel' });
  await field.focus();
  await page.keyboard.press('Control+c');
  await expect(page.getByText(/at least two of Ctrl, Alt, Shift,? and Super/)).toBeVisible();
  await page.keyboard.press('Control+Alt+j');
  await expect(field).toHaveValue('Ctrl+Alt+J');
  await desktop.closeWindow('Ampel');
  await expect.poll(() => desktop.mapped('Ampel')).toBe(false);
  await desktop.input.key('ctrl+alt+j');
  await expect.poll(() => desktop.mapped('Ampel')).toBe(true);
  await app.close();

  const again = await signedIn();
  const reopened = await again.opens(() => desktop.input.key('ctrl+alt+j'));
  await openSettings(reopened, 'General');
  const shown = reopened.getByRole('textbox', { name: 'Shortcut that opens Ampel' });
  await shown.focus();
  await reopened.keyboard.press('Delete');
  await expect(shown).toHaveValue('');
  expect((await savedSettings(desktop))['shortcut']).toBeNull();
});

test('SE2 keys that another application has are refused in words, at the start too', async ({
  launch,
  signedIn,
  inWindow,
  me,
  desktop,
}) => {
  const other = await signedIn({ profile: 'other' });
  await other.electron.evaluate(({ globalShortcut }) =>
    globalShortcut.register('Ctrl+Alt+K', () => undefined),
  );
  const { app, page } = await inWindow();
  await openSettings(page, 'General');
  await page.getByRole('textbox', { name: 'Shortcut that opens Ampel' }).focus();
  await page.keyboard.press('Control+Alt+k');
  await expect(page.getByText(/^Ctrl\+Alt\+K is in use by the system/)).toBeVisible();
  expect((await savedSettings(desktop))['shortcut']).toBeNull();
  await app.close();

  const settings = await savedSettings(desktop);
  await leaveSettings(desktop, JSON.stringify({ ...settings, shortcut: 'Ctrl+Alt+K' }));
  await launch({ as: me });
  await desktop.notifications.waitFor('Your shortcut does not work');
});

test('SE3 an installed Ampel is launched at login, until that is switched off', async ({
  inWindow,
  desktop,
}) => {
  const program = await packApp(path.join(desktop.home, 'My 100% Apps'));
  const file = path.join(desktop.home, '.config/autostart/io.github.ampel.Ampel.desktop');
  const { app, page } = await inWindow({ executable: program });
  const launchAtLogin = page.getByRole('switch', { name: 'Launch at login' });
  await openSettings(page, 'General');
  await expect(launchAtLogin).not.toBeChecked();
  await page.getByText('Launch at login').click();
  await expect(launchAtLogin).toBeChecked();
  expect(await readFile(file, 'utf8')).toContain(
    `\nExec="${program.replace('%', '%%')}" "--hidden"\n`,
  );
  await app.close();

  // The same Ampel as a file that is updated as a file, which has another name since.
  const appImage = path.join(desktop.home, 'Ampel-0.2.0.AppImage');
  const env = { APPIMAGE: appImage, APPDIR: path.dirname(program) };
  const { page: shown } = await inWindow({ executable: program, env });
  await expect.poll(() => readFile(file, 'utf8')).toContain(`\nTryExec=${appImage}\n`);
  await openSettings(shown, 'General');
  await shown.getByText('Launch at login').click();
  await expect.poll(() => existsSync(file)).toBe(false);
});

test('SE3 an Ampel that is not installed says why it cannot be launched at login', async ({
  inWindow,
}) => {
  const { page } = await inWindow();
  await openSettings(page, 'General');
  await expect(page.getByRole('switch', { name: 'Launch at login' })).toBeDisabled();
  await expect(page.getByText(/^Only an installed Ampel/)).toBeVisible();
});

test('SE1 quiet hours and quiet while Busy are kept over a restart', async ({
  inWindow,
  desktop,
}) => {
  const { app, page } = await inWindow();
  await openSettings(page, 'Notifications');
  await page.getByText('Quiet while I am Busy').click();
  await page.getByText('Quiet hours', { exact: true }).click();
  const hour = (field: 'From' | 'To') =>
    page.getByRole('group', { name: field }).getByRole('spinbutton', { name: /hour/ });
  await hour('From').fill('');
  await hour('From').press('9');
  await expect
    .poll(async () => savedSettings(desktop))
    .toMatchObject({ quietWhileBusy: false, quietHours: { from: '21:00', to: '08:00' } });
  await expect(page.getByText('Until the next day.')).toBeVisible();
  await app.close();

  const { page: shown } = await inWindow();
  await openSettings(shown, 'Notifications');
  await expect(shown.getByRole('switch', { name: 'Quiet while I am Busy' })).not.toBeChecked();
  await expect(shown.getByRole('switch', { name: 'Quiet hours' })).toBeChecked();
  await shown.getByText('Quiet hours', { exact: true }).click();
  await expect.poll(async () => (await savedSettings(desktop))['quietHours']).toBeNull();
});

test('NO2 watched people are listed and can be removed', async ({ inWindow }) => {
  const { page } = await inWindow();
  await openSettings(page, 'Notifications');
  await expect(page.getByText(/You watch nobody/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Tell me when Anna Keller is back' }).click();
  await openSettings(page, 'Notifications');
  const remove = page.getByRole('button', { name: 'No longer watch Anna Keller' });
  await remove.press('Enter');
  await expect(page.getByText(/You watch nobody/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'People you watch' })).toBeFocused();
});

test('SE6 whoever has left the team is not watched any more', async ({
  launch,
  signedIn,
  desktop,
}) => {
  const app = await signedIn();
  await app.close();
  const settings = await savedSettings(desktop);
  const account = settings['account'] as object;
  const watching = { ...settings, account: { ...account, watched: ['somebody-gone'] } };
  await leaveSettings(desktop, JSON.stringify(watching));
  const again = await launch();
  await trayIs(again, 'You are Online');
  await expect
    .poll(async () => (await savedSettings(desktop))['account'])
    .toMatchObject({ watched: [] });
});

test('the account says who is signed in where, and asks before signing out', async ({
  inWindow,
  server,
}) => {
  const { page } = await inWindow();
  await openSettings(page, 'Account');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  for (const text of ['Ben Sommer', 'Agent', server.url, 'Connected since']) {
    await expect(dialog.getByText(text, { exact: true })).toBeVisible();
  }
  await dialog.getByRole('button', { name: 'Sign out…' }).click();
  await expect(dialog.getByRole('button', { name: 'Stay signed in' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to your team' })).toBeVisible();
});

test('PR12 SE5 the check shows what the computer tells, and the report names nobody', async ({
  inWindow,
  me,
  server,
}) => {
  const { app, page } = await inWindow();
  await openSettings(page, 'Diagnostics');
  await page.getByRole('button', { name: 'Check now' }).press('Enter');
  await expect(page.getByText(/^Yes\. The time without input grew/)).toBeVisible({
    timeout: 15_000,
  });
  await expect(page.getByRole('cell', { name: 'not locked' })).toHaveCount(6);
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect(page.getByText('The report is on the clipboard.')).toBeVisible();
  const report = await clipboardOf(app);
  expect(report).toMatch(/^Ampel diagnostics, /);
  expect(report).toContain(`Server: ${new URL(server.url).host}`);
  expect(report).toMatch(/Connection: connected since 20/);
  expect(report).toMatch(/System says: idle for \d+ ms, not locked/);
  for (const secret of [me.token, me.email, 'Ben', 'Anna']) expect(report).not.toContain(secret);
});

test('the diagnostics say since when there is no connection, and why', async ({
  inWindow,
  server,
}) => {
  const { app, page } = await inWindow();
  await openSettings(page, 'Diagnostics');
  const connection = page.getByRole('region', { name: 'Connection' });
  await expect(connection.getByText('connected', { exact: true })).toBeVisible();
  await expect(connection.getByText('none', { exact: true })).toBeVisible();
  await server.stop();
  await expect(connection.getByText('not connected, trying again')).toBeVisible();
  await expect(connection.getByText(/: Nobody answers at that address/)).toBeVisible();
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect.poll(() => clipboardOf(app)).toMatch(/Connection: lost since 20/);
  expect(await clipboardOf(app)).toMatch(/Last problem: unreachable at 20/);
});

test('the log file is shown in the file manager', async ({ inWindow, desktop }) => {
  using fileManager = await startFileManager(desktop);
  const { page } = await inWindow();
  await openSettings(page, 'Diagnostics');
  await page.getByRole('button', { name: 'Show log file' }).click();
  await expect.poll(() => fileManager.shown).toEqual([profileFile(desktop, 'ampel.log')]);
});

test('the whole dialog can be used with the keyboard alone', async ({ inWindow, anna }) => {
  test.setTimeout(90_000);
  const { page } = await inWindow({ as: anna });
  await page.setViewportSize({ width: 320, height: 480 });
  await page.getByRole('button', { name: /You are Online/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Settings…' }).focus();
  await page.keyboard.press('Enter');
  const names: readonly SettingsSection[] = [
    'General',
    'Notifications',
    'Team',
    'Account',
    'Diagnostics',
  ];
  for (const name of names) {
    const link = page.getByRole('button', { name, exact: true });
    await tabTo(page, () => link.evaluate((element) => element === document.activeElement));
    await page.keyboard.press('Enter');
    const back = page.getByRole('button', { name: 'All settings' });
    await expect(back).toBeFocused();
    await reachEverything(page);
    await back.focus();
    await page.keyboard.press('Enter');
    await expect(link).toBeFocused();
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

/** Presses Tab until something is reached; a round of the dialog has fewer stops. */
async function tabTo(page: Page, isReached: () => Promise<boolean>): Promise<void> {
  for (let stops = 0; stops < 30; stops += 1) {
    if (await isReached()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the Tab key does not lead there');
}

/** Tabs once round the dialog: everything to be pressed or entered has to get the focus. */
async function reachEverything(page: Page): Promise<void> {
  const missed = async () => {
    const labels = page.locator('.settings-body :is(button, input, [role=spinbutton])');
    return labels.evaluateAll((all) =>
      all
        .filter((element) => element.checkVisibility({ contentVisibilityAuto: true }))
        // Of a group of radios one is a stop; the arrow keys lead to the others.
        .filter((element) => element.getAttribute('type') !== 'radio')
        .filter((element) => !(element as HTMLInputElement).disabled)
        .filter((element) => (element as HTMLElement).tabIndex >= 0)
        .filter((element) => !element.hasAttribute('data-was-reached'))
        .map((element) => element.outerHTML),
    );
  };
  await tabTo(page, async () => {
    await page.evaluate(() => document.activeElement?.setAttribute('data-was-reached', ''));
    return (await missed()).length === 0;
  });
}

test.describe('SE4 a settings file', () => {
  for (const [what, text] of [
    ['cut in half', '{ "deviceId": "device-0001", "lang'],
    ['empty', ''],
    ['holding a list', '[]'],
  ] as const) {
    test(`${what} is kept aside, and the member is told`, async ({ launch, desktop }) => {
      await leaveSettings(desktop, text);
      const app = await launch({ window: true });
      const page = await app.window();
      await expect(page.getByText('Your settings file was damaged')).toBeVisible();
      const kept = await keptAside(desktop);
      expect(kept.text).toBe(text);
      await expect(page.getByText(kept.name)).toBeVisible();
      await trayIs(app, 'Not signed in');
      await page.getByRole('button', { name: 'Dismiss message' }).click();
      await expect(page.getByText('Your settings file was damaged')).toHaveCount(0);
    });
  }

  test('of a newer Ampel is kept aside, and what fits of it holds: nobody is signed out', async ({
    launch,
    signedIn,
    desktop,
  }) => {
    const app = await signedIn();
    await app.close();
    const settings = await savedSettings(desktop);
    await leaveSettings(desktop, JSON.stringify({ ...settings, version: 99, theme: 'sepia' }));
    const again = await launch();
    await trayIs(again, 'You are Online');
    await desktop.notifications.waitFor('Your settings are from a newer Ampel');
    expect(await savedSettings(desktop)).toMatchObject({
      version: 1,
      deviceId: settings['deviceId'],
      theme: 'system',
    });
  });

  test('that is a folder is kept aside too', async ({ launch, desktop }) => {
    await mkdir(profileFile(desktop, 'settings.json/inside'), { recursive: true });
    const app = await launch();
    await trayIs(app, 'Not signed in');
    await desktop.notifications.waitFor('Your settings file was damaged');
    expect(await savedSettings(desktop)).toMatchObject({ version: 1 });
  });

  test('that cannot be written does not stop the app, and the member is told', async ({
    inWindow,
    desktop,
  }) => {
    const { page } = await inWindow();
    await openSettings(page, 'General');
    const file = profileFile(desktop, 'settings.json');
    await desktop.run('rm', file);
    await mkdir(path.join(file, 'in-the-way'), { recursive: true });
    await page.getByText('Dark', { exact: true }).click();
    await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
    const told = page.getByRole('dialog').getByText('Your settings cannot be saved');
    await expect(told).toBeVisible();
    await desktop.run('rm', '-r', file);
    await page.getByText('Light', { exact: true }).click();
    await expect(told).toHaveCount(0);
    expect(await savedSettings(desktop)).toMatchObject({ theme: 'light' });
  });
});
