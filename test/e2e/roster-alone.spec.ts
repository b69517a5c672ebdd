import path from 'node:path';
import { test as base, chromium, expect, type Page } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { findChromium } from '../electron-host/chromium.ts';
import type { RosterPage } from '../renderer/roster-page.tsx';

const root = path.join(import.meta.dirname, '../..');

/** The page's script, with everything in it. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'silent',
    build: {
      write: false,
      rollupOptions: {
        input: path.join(root, 'test/renderer/roster-page.tsx'),
        output: { codeSplitting: false },
      },
    },
  });
  const { output } = built as Rolldown.RolldownOutput;
  return output[0].code;
}

/** The roster by itself, at 14:30:20. */
const test = base.extend<{ roster: Page }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names in this pattern
  roster: async ({}, use) => {
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const page = await browser.newPage({ viewport: { width: 380, height: 640 } });
    await page.clock.install({ time: new Date('2026-03-12T14:30:20') });
    await page.setContent('<!doctype html><title>Roster</title>');
    for (const name of ['tokens', 'base', 'controls', 'roster', 'person']) {
      await page.addStyleTag({ path: path.join(root, `src/renderer/styles/${name}.css`) });
    }
    await page.addScriptTag({ content: await bundle(), type: 'module' });
    await use(page);
    await browser.close();
  },
});

test('times in the roster tick without the roster being drawn anew', async ({ roster }) => {
  const line = roster.getByRole('listitem', { name: 'Person 5, Online' }).locator('.person-status');
  await expect(line).toHaveText('Online · for 5 min');
  const looks = () => roster.evaluate(() => (globalThis as RosterPage).looks);
  expect(await looks()).toBeGreaterThan(0);

  await roster.evaluate(() => {
    (globalThis as RosterPage).looks = 0;
  });
  // At the full minute 14:33 it is a little less than eight minutes.
  await roster.clock.runFor(3 * 60_000);
  await expect(line).toHaveText('Online · for 7 min');
  expect(await looks()).toBe(0);
});

test('the focus goes to whoever takes the place of a person who leaves the team', async ({
  roster,
}) => {
  const control = (name: string) =>
    roster.getByRole('button', { name: `Tell me when ${name} is back` });
  await control('Person 3').focus();
  await roster.evaluate(() => (globalThis as RosterPage).leave('member-3'));
  await expect(control('Person 3')).toHaveCount(0);
  await expect(control('Person 4')).toBeFocused();
});
