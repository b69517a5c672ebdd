import { expect, type Page } from '@playwright/test';
import { addManyMembers } from '../support/large-team.ts';
import { test } from './fixtures.ts';
import { Teammate } from './teammate.ts';

/** What has the focus, by its name for assistive technology. */
function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
}

/** What is told when somebody is back. */
const back = (name: string) => `Tell me when ${name} is back`;

test.describe('the roster by keyboard', () => {
  test('is one tab stop between search and contacts, and its keys lead through it', async ({
    inWindow,
    server,
    teammate: _,
  }) => {
    for (const name of ['Carla Nolan', 'Dora Keller', 'Emil Nowak']) await server.add(name);
    const { page } = await inWindow();
    await expect(page.getByRole('listitem', { name: 'Emil Nowak, Offline' })).toBeVisible();

    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: 'Find a person' })).toBeFocused();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(back('Anna Keller'));
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(back('Carla Nolan'));
    await page.keyboard.press('End');
    expect(await focused(page)).toBe(back('Emil Nowak'));
    await page.keyboard.press('Home');
    expect(await focused(page)).toBe(back('Anna Keller'));
    await page.keyboard.press('PageDown');
    expect(await focused(page)).toBe(back('Emil Nowak'));

    // Left and entered again, it is where it was.
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: /^Contacts/ })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: /You are Online/ })).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe(back('Emil Nowak'));

    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: back('Emil Nowak') })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
  });

  test('finds who is typed, and what is searched', async ({ inWindow, server, teammate: _ }) => {
    for (const name of ['Carla Nolan', 'Dora Keller', 'Dorian Kent']) await server.add(name);
    const { page } = await inWindow();
    await page.getByRole('button', { name: back('Anna Keller') }).focus();
    await page.keyboard.type('dor');
    expect(await focused(page)).toBe(back('Dora Keller'));
    await page.keyboard.type('ian k');
    expect(await focused(page)).toBe(back('Dorian Kent'));
    // The blank belonged to the name and pressed nothing.
    await expect(page.getByRole('button', { name: back('Dorian Kent') })).toHaveAttribute(
      'aria-pressed',
      'false',
    );

    await page.keyboard.press('Control+f');
    await page.keyboard.type('kel');
    await expect(page.getByRole('listitem')).toHaveCount(2);
    await expect(page.getByText('2 people found')).toBeAttached();
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe(back('Anna Keller'));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('listitem')).toHaveCount(4);
    expect(await focused(page)).toBe(back('Anna Keller'));
  });

  test('leads through the own status menu, and back', async ({ inWindow, me, teammate }) => {
    const { page } = await inWindow();
    const own = page.getByRole('button', { name: /You are Online/ });
    await own.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitemradio', { name: 'Online' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(own).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('menuitemradio', { name: 'Online' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitemradio', { name: 'Busy' })).toBeFocused();
    await page.keyboard.press('Enter');
    await teammate.waitFor(me.memberId, 'busy');
    await expect(page.getByRole('button', { name: /You are Busy/ })).toBeFocused();
  });

  test('stays with a person whose status changes', async ({ inWindow, server, teammate }) => {
    for (const name of ['Carla Nolan', 'Dora Keller']) await server.add(name);
    const { page } = await inWindow();
    const online = page.getByRole('list', { name: 'Online' });
    const busy = page.getByRole('list', { name: 'Busy' });
    await expect(online.getByRole('listitem', { name: /Anna/ })).toBeVisible();
    await page.getByRole('button', { name: back('Anna Keller') }).focus();
    await teammate.choose('busy');
    await expect(busy.getByRole('listitem', { name: /Anna/ })).toBeVisible();
    await expect(page.getByRole('button', { name: back('Anna Keller') })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(back('Carla Nolan'));
  });
});

test('5,000 people: little is drawn, and everyone is reached, counted and found', async ({
  inWindow,
  server,
}) => {
  test.setTimeout(120_000);
  const people = await addManyMembers(server, 5_000);
  const { page } = await inWindow();
  const list = page.getByRole('list', { name: 'Offline' });
  await expect(list.getByRole('listitem').first()).toBeVisible();
  // Anna has never been here either.
  await expect(page.locator('.group-count')).toHaveText('5,001');
  expect(await page.locator('li').count()).toBeLessThan(60);
  await expect(list.getByRole('listitem').first()).toHaveAttribute('aria-setsize', '5001');

  await list.getByRole('button').first().focus();
  await page.keyboard.press('End');
  const last = people.at(-1)?.name ?? '';
  expect(await focused(page)).toBe(back(last));
  await expect(page.getByRole('listitem', { name: last })).toBeInViewport();
  await expect(page.getByRole('listitem', { name: last })).toHaveAttribute('aria-posinset', '5001');

  // Scrolled far away, who has the focus has it still, and the next key goes on from them.
  await page.locator('.roster-scroll').evaluate((area) => area.scrollTo(0, 0));
  await expect(page.getByRole('listitem', { name: people[0]?.name ?? '' })).toBeInViewport();
  expect(await focused(page)).toBe(back(last));
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe(back(people.at(-2)?.name ?? ''));
  await expect(page.getByRole('listitem', { name: people.at(-2)?.name ?? '' })).toBeInViewport();
  expect(await page.locator('li').count()).toBeLessThan(60);

  await page.keyboard.press('Control+f');
  await page.keyboard.type('ines fuchs 4');
  await expect(page.locator('.group-count')).toHaveText('10');
  await expect(page.getByRole('listitem').first()).toBeInViewport();
});

test('NO5 the window opens at a person, also where a search hides them', async ({
  inWindow,
  server,
}) => {
  test.setTimeout(120_000);
  const people = await addManyMembers(server, 300);
  const { app, page } = await inWindow();
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const { memberId, name } = people[250] ?? { memberId: '', name: '' };
  await expect(page.getByRole('listitem').first()).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('nobody');
  await expect(page.getByText('Nobody found')).toBeVisible();
  await app.electron.evaluate(({ BrowserWindow }, person) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('ampel:place', { memberId: person });
  }, memberId);
  const row = page.getByRole('listitem', { name });
  await expect(row).toBeInViewport();
  await expect(page.getByRole('button', { name: back(name) })).toBeFocused();
  await expect(row).toHaveAttribute('data-found', 'true');
  await expect(row).not.toHaveAttribute('data-found', 'true');
});

test('a note is set with the status that stands, Online as well as Busy', async ({ inWindow }) => {
  const { page } = await inWindow();
  const dialog = page.getByRole('dialog');
  async function note(text: string): Promise<void> {
    await page.getByRole('button', { name: /You are/ }).click();
    await page.getByRole('menuitem', { name: 'With a note…' }).click();
    await dialog.getByRole('textbox', { name: 'Note (optional)' }).fill(text);
  }
  await note('At the front desk');
  await dialog.getByRole('button', { name: 'Set to Online' }).click();
  await expect(page.getByText('Online · At the front desk')).toBeVisible();

  await page.getByRole('button', { name: /You are Online/ }).click();
  await page.getByRole('menuitem', { name: '1 hour' }).click();
  await expect(page.getByRole('button', { name: /You are Busy/ })).toBeVisible();
  await note('Lunch');
  // Late in the evening “Until tomorrow at 12:30 AM”.
  await expect(dialog.getByRole('radio', { name: /^Until .*\d/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Set to Busy' }).click();
  await expect(page.getByText(/Busy · until .* left · Lunch/)).toBeVisible();
});

test('the window speaks German on a German system', async ({ inWindow, teammate: _ }) => {
  const { page } = await inWindow({ language: 'de_DE' });
  await expect(page.getByRole('listitem', { name: 'Anna Keller, Online' })).toBeVisible();
  await expect(page.getByRole('searchbox', { name: 'Person suchen' })).toBeVisible();
  await page.getByRole('button', { name: /Sie sind Online/ }).click();
  await page.getByRole('menuitem', { name: 'Mit Notiz…' }).click();
  await expect(page.getByRole('button', { name: 'Als Online anzeigen' })).toBeVisible();
});

test('nothing in the window is refused by its content security policy', async ({
  signedIn,
  anna,
  server,
}) => {
  using teammate = await Teammate.join(server.url, anna);
  const app = await signedIn();
  const page = await app.openWindow();
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'info') refused.push(message.text());
  });
  page.on('pageerror', (error) => refused.push(String(error)));
  await page.reload();
  await expect(page.getByRole('listitem', { name: /Anna Keller/ })).toBeVisible();
  await page.getByRole('button', { name: /You are Online/ }).click();
  await page.getByRole('menuitem', { name: 'Until a time…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: /You are Online/ }).click();
  await page.getByRole('menuitem', { name: 'Settings…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await teammate.choose('busy');
  await expect(page.getByRole('listitem', { name: 'Anna Keller, Busy' })).toBeVisible();
  expect(refused).toEqual([]);
});
