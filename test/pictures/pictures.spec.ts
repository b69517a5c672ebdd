import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Choice } from '../../src/shared/domain/status.ts';
import { test } from '../e2e/fixtures.ts';
import type { RunningApp } from '../e2e/running-app.ts';
import { Teammate } from '../e2e/teammate.ts';

const folder = path.join(import.meta.dirname, '../../docs/pictures');

/** Who is in the picture, and what they are doing; null is somebody who is not there. */
const TEAM: readonly (readonly [name: string, choice: Choice | null])[] = [
  ['Amara Okafor', 'online'],
  ['Chloé Lefèvre', 'online'],
  ['Jonas Weber', 'online'],
  ['Mateo Fernández', 'busy'],
  ['Priya Raman', 'online'],
  ['Tomasz Nowak', 'busy'],
  ['Zeynep Aydın', null],
  ['Aiko Tanaka', null],
];

test.beforeAll(() => mkdir(folder, { recursive: true }));

test('window, light and dark', async ({ launch, me, server }) => {
  using team = new DisposableStack();
  for (const [name, choice] of TEAM) {
    const member = await server.add(name);
    if (choice === null) continue;
    const colleague = team.use(await Teammate.join(server.url, member));
    await colleague.choose(choice);
  }
  const app = await launch({ as: me, window: true });
  const page = await app.window();
  await expect(page.getByRole('listitem', { name: /Tomasz Nowak, Busy/ })).toBeVisible();
  await save(page, 'light', 'window-light.png');
  await page.getByRole('button', { name: /You are Online/ }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Busy' })).toBeVisible();
  await save(page, 'dark', 'window-dark.png');
});

test('notification', async ({ launch, me, teammate, desktop }) => {
  const app = await launch({ as: me });
  await expect.poll(() => desktop.tray.toolTip()).toBe('Ampel: You are Online');
  await app.desktop.tray.click(['Notifications', 'About everyone']);
  await teammate.choose('busy');
  await desktop.notifications.waitFor('Anna Keller is Busy');
  const screen = path.join(desktop.home, 'screen.png');
  await desktop.screenshot(screen);
  // Dunst puts its notifications into the upper right corner.
  const target = path.join(folder, 'notification.png');
  await desktop.run('convert', screen, '-crop', '420x110+860+0', '+repage', '-trim', target);
});

test('tray icons', async ({ launch, me, desktop, server }) => {
  const app = await launch({ as: me });
  const icons: string[] = [];
  const keep = async (name: string, tooltip: RegExp) => {
    await expect.poll(() => desktop.tray.toolTip()).toMatch(tooltip);
    const file = path.join(desktop.home, `${name}.png`);
    await writeFile(file, await desktop.tray.iconPng());
    icons.push(file);
  };
  await keep('online', /You are Online/);
  await app.desktop.tray.click(['Busy', 'Until I change it']);
  await keep('busy', /You are Busy/);
  desktop.lockScreen(true);
  await lookAtActivity(app);
  await keep('offline', /You are Offline/);
  desktop.lockScreen(false);
  await server.stop();
  await keep('disconnected', /Not connected/);
  await app.desktop.tray.click('Sign out');
  await keep('signed-out', /Not signed in/);

  const bar = (colour: string) => [
    '(',
    ...icons,
    ...['-background', colour, '-gravity', 'center', '-resize', '44x44', '-extent', '72x60'],
    ...['+append', ')'],
  ];
  const target = path.join(folder, 'tray-icons.png');
  await desktop.run('convert', ...bar('#f2f2f2'), ...bar('#2b2b2b'), '-append', target);
});

async function save(page: Page, colorScheme: 'light' | 'dark', name: string): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.screenshot({ path: path.join(folder, name) });
}

/** The next look is up to 30 s away while someone is active; resuming makes it now. */
async function lookAtActivity(app: RunningApp): Promise<void> {
  app.desktop.login1.suspend();
  await expect.poll(() => app.desktop.tray.toolTip()).not.toMatch(/You are Busy/);
  app.desktop.login1.resume();
}
