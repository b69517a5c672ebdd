import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { chromium, test } from '@playwright/test';
import { tourBoard } from '../e2e/board-screens/tour.ts';
import { findChromium } from '../electron-host/chromium.ts';

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

/** Those that are kept on the sheet. */
const KEPT = ['light', 'dark', 'phone'] as const;

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
    await makeSheet(language, names);
  });
}

function pictureOf(language: string, number: number, look: string): string {
  return path.join(folder, language, `${String(number).padStart(2, '0')}-${look}.png`);
}

/** All pictures of a language on one page, small enough to be kept. */
async function makeSheet(language: string, names: readonly string[]): Promise<void> {
  const screens = await Promise.all(
    names.map(async (name, index) => {
      const pictures = await Promise.all(
        KEPT.map(async (look) => {
          const data = await readFile(pictureOf(language, index + 1, look), 'base64');
          return `<img class="${look}" src="data:image/png;base64,${data}" alt="">`;
        }),
      );
      return `<figure><figcaption>${index + 1} ${name}</figcaption>${pictures.join('')}</figure>`;
    }),
  );
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage({ viewport: { width: 1800, height: 800 } });
  await page.setContent(`<!doctype html><style>
      body { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin: 16px;
        background: #cdd0d6; font: 600 15px system-ui, sans-serif; }
      figure { margin: 0; display: grid; grid-template-columns: 5fr 5fr 1.5fr; gap: 4px; }
      figcaption { grid-column: 1 / -1; } img { width: 100%; }
    </style>${screens.join('')}`);
  await page.screenshot({
    path: path.join(root, 'docs/pictures', `board-${language}.jpg`),
    fullPage: true,
    quality: 50,
  });
  await browser.close();
}
