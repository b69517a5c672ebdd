import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';

/** Every colour scheme and contrast the window is drawn in. */
const SCHEMES = [
  { colorScheme: 'light', contrast: 'no-preference' },
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'more' },
  { colorScheme: 'dark', contrast: 'more' },
] as const;

/** Looks for violations in what the window shows now, in every scheme. */
async function expectAccessible(page: Page, state: string): Promise<void> {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ ...scheme, reducedMotion: 'reduce' });
    await expect
      .poll(() => page.evaluate(() => document.querySelectorAll('[data-entering]').length))
      .toBe(0);
    // The other mode opens a page of its own, which a window of an app cannot.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
    expect(found, `${state}, ${scheme.colorScheme}, contrast ${scheme.contrast}`).toEqual([]);
  }
}

test('the roster and what opens over it have no violations', async ({
  launch,
  me,
  server,
  teammate,
}) => {
  test.setTimeout(180_000);
  for (const name of ['Carla Nolan', 'Dora Keller']) await server.add(name);
  await teammate.choose('busy', { note: 'Lunch', forSeconds: 3600 });
  const app = await launch({ as: me, window: true });
  const page = await app.window();
  await page.getByRole('button', { name: /Anna Keller is back/ }).click();
  await expect(
    page.getByRole('button', { name: /Anna Keller is back/, pressed: true }),
  ).toBeVisible();
  await expectAccessible(page, 'roster');

  const own = page.getByRole('button', { name: /You are Online/ });
  await own.click();
  await expect(page.getByRole('menuitemradio', { name: 'Busy' })).toBeVisible();
  await expectAccessible(page, 'status menu');
  for (const item of ['With a note…', 'Until a time…', 'About my status…', 'Settings…']) {
    if (!(await page.getByRole('menu').isVisible())) await own.click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expectAccessible(page, item);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.keyboard.press('/');
  await page.keyboard.type('zzz');
  await expect(page.getByText('Nobody found')).toBeVisible();
  await expectAccessible(page, 'nobody found');
  await page.keyboard.press('Escape');
  await server.stop();
  await expect(page.getByText('Not connected. Trying again…')).toBeVisible();
  await expectAccessible(page, 'not connected');
});

test('signing in has no violations', async ({ launch, server }) => {
  test.setTimeout(180_000);
  const app = await launch({ window: true });
  const page = await app.window();
  await expect(page.getByLabel('Server')).toBeVisible();
  await expectAccessible(page, 'sign-in');
  await page.getByLabel('Server').fill(server.url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Enter your token.')).toBeVisible();
  await expectAccessible(page, 'sign-in, incomplete');
  await page.getByLabel('Token', { exact: true }).fill('ampel_wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText(/does not know this sign-in/)).toBeVisible();
  await expectAccessible(page, 'sign-in, refused');
});

test('an empty team and connecting have no violations', async ({ launch, server }) => {
  test.setTimeout(180_000);
  const alone = await server.add('Ada King');
  let app = await launch({ as: alone, window: true });
  let page = await app.window();
  await expect(page.getByText('Nobody else is here yet')).toBeVisible();
  await expectAccessible(page, 'empty team');
  await app.electron.close();

  server.freeze();
  app = await launch({ window: true });
  page = await app.window();
  await expect(page.getByRole('heading', { name: 'Connecting…' })).toBeVisible();
  await expectAccessible(page, 'connecting');
  server.thaw();
});
