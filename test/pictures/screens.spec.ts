import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { chromium, test } from '@playwright/test';
import { takeTour } from '../e2e/screens/tour.ts';
import { TOURS } from '../e2e/screens/tours.ts';
import { findChromium } from '../electron-host/chromium.ts';
import { createTranslator } from '../support/translators.ts';

const root = path.join(import.meta.dirname, '../..');
const target = path.join(root, 'docs/pictures');
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
    await makeSheet(language, names);
  });
}

function pictureOf(language: string, number: number, colours: string): string {
  return path.join(folder, language, `${String(number).padStart(2, '0')}-${colours}.png`);
}

/** All pictures of a language on one page, small enough to be kept. */
async function makeSheet(language: string, names: readonly string[]): Promise<void> {
  const screens = await Promise.all(
    names.map(async (name, index) => {
      const pictures = await Promise.all(
        Object.keys(COLOURS).map((colours) => image(pictureOf(language, index + 1, colours))),
      );
      return `<figure><figcaption>${index + 1} ${name}</figcaption>${pictures.join('')}</figure>`;
    }),
  );
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage({ viewport: { width: 1960, height: 800 } });
  await page.setContent(`<!doctype html><style>
      body { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin: 16px;
        background: #cdd0d6; font: 600 15px system-ui, sans-serif; }
      figure { margin: 0; display: grid; grid-template-columns: repeat(4, 1fr); gap: 4px; }
      figcaption { grid-column: 1 / -1; } img { width: 100%; }
    </style>${screens.join('')}`);
  await page.screenshot({
    path: path.join(target, `screens-${language}.jpg`),
    fullPage: true,
    quality: 55,
  });
  await browser.close();
}

async function image(file: string): Promise<string> {
  return `<img src="data:image/png;base64,${await readFile(file, 'base64')}" alt="">`;
}
