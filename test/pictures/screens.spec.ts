import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from '@playwright/test';
import { takeTour } from '../e2e/screens/tour.ts';
import { TOURS } from '../e2e/screens/tours.ts';
import { createTranslator } from '../support/translators.ts';
import { makeSheet } from './sheet.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, 'test-results/pictures/screens');

/** The colours a member may have chosen in the system. */
const COLOURS = {
  light: { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' },
  dark: { colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'none' },
  contrast: { colorScheme: 'light', contrast: 'more', forcedColors: 'none' },
  forced: { colorScheme: 'dark', contrast: 'more', forcedColors: 'active' },
} as const;

const LANGUAGES = { en: 'en_US', de: 'de_DE' } as const;

for (const language of ['en', 'de'] as const) {
  test(`every screen, ${language}`, async () => {
    test.setTimeout(600_000);
    await rm(path.join(folder, language), { recursive: true, force: true });
    await mkdir(path.join(folder, language), { recursive: true });
    const t = createTranslator(language);
    const names: string[] = [];
    for (const tour of TOURS) {
      await takeTour(tour, { language: LANGUAGES[language], t }, async ({ name }, { page }) => {
        names.push(name);
        // Whatever lies under the pointer would look chosen.
        await page.mouse.move(0, 0);
        for (const [colours, media] of Object.entries(COLOURS)) {
          await page.emulateMedia(media);
          await page.screenshot({ path: pictureOf(language, names.length, colours) });
        }
        // A page that is loaded in forced colours keeps their ground.
        await page.emulateMedia(COLOURS.light);
      });
    }
    await makeSheet({
      file: path.join(root, 'docs/pictures', `screens-${language}.jpg`),
      figures: names.map((name, index) => ({
        name,
        pictures: Object.keys(COLOURS).map((colours) => pictureOf(language, index + 1, colours)),
      })),
      columns: 'repeat(4, 1fr)',
      width: 1960,
      quality: 55,
    });
  });
}

function pictureOf(language: string, number: number, colours: string): string {
  return path.join(folder, language, `${String(number).padStart(2, '0')}-${colours}.png`);
}
