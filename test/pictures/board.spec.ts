import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from '@playwright/test';
import { tourBoard } from '../e2e/board-screens/tour.ts';
import { makeSheet } from './sheet.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, 'test-results/pictures/board');

/** How a page is looked at; phones' pages are as long as they need to be. */
const LOOKS = {
  light: { width: 1280, colorScheme: 'light', forcedColors: 'none' },
  dark: { width: 1280, colorScheme: 'dark', forcedColors: 'none' },
  forced: { width: 1280, colorScheme: 'dark', forcedColors: 'active' },
  phone: { width: 375, colorScheme: 'light', forcedColors: 'none' },
  'phone-dark': { width: 375, colorScheme: 'dark', forcedColors: 'none' },
} as const;

/** Those that are kept on the sheet, which is to be read. */
const KEPT = ['light', 'phone'] as const;

for (const language of ['en', 'de'] as const) {
  test(`every page of the board, ${language}`, async () => {
    test.setTimeout(600_000);
    await rm(path.join(folder, language), { recursive: true, force: true });
    await mkdir(path.join(folder, language), { recursive: true });
    const names: string[] = [];
    await tourBoard(language, async ({ name }, page) => {
      names.push(name);
      await page.mouse.move(0, 0);
      for (const [look, { width, ...media }] of Object.entries(LOOKS)) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia(media);
        await page.screenshot({ path: pictureOf(language, names.length, look) });
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    });
    await makeSheet({
      file: path.join(root, 'docs/pictures', `board-${language}.jpg`),
      figures: names.map((name, index) => ({
        name,
        pictures: KEPT.map((look) => pictureOf(language, index + 1, look)),
      })),
      columns: '1280fr 375fr',
      width: 2400,
      quality: 45,
    });
  });
}

function pictureOf(language: string, number: number, look: string): string {
  return path.join(folder, language, `${String(number).padStart(2, '0')}-${look}.png`);
}
