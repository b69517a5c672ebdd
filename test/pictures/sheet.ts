import { readFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { findChromium } from '../electron-host/chromium.ts';

/** One thing on a sheet: its name, and the files of its pictures. */
export type Figure = { readonly name: string; readonly pictures: readonly string[] };

type Sheet = {
  readonly file: string;
  readonly figures: readonly Figure[];
  /** Widths of the pictures of a figure, as a grid has them. */
  readonly columns: string;
  /** In pixels. */
  readonly width: number;
  /** Of the JPEG, in percent. */
  readonly quality: number;
};

/** Puts pictures onto one page, small enough to be kept. */
export async function makeSheet({ file, figures, columns, width, quality }: Sheet): Promise<void> {
  const parts = await Promise.all(
    figures.map(async ({ name, pictures }, index) => {
      const images = await Promise.all(pictures.map(image));
      return `<figure><figcaption>${index + 1} ${name}</figcaption>${images.join('')}</figure>`;
    }),
  );
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  await page.setContent(`<!doctype html><style>
      body { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin: 16px;
        background: #cdd0d6; font: 600 15px system-ui, sans-serif; }
      figure { margin: 0; display: grid; grid-template-columns: ${columns}; gap: 4px;
        align-items: start; }
      figcaption { grid-column: 1 / -1; } img { width: 100%; }
    </style>${parts.join('')}`);
  await page.screenshot({ path: file, fullPage: true, quality });
  await browser.close();
}

async function image(file: string): Promise<string> {
  return `<img src="data:image/png;base64,${await readFile(file, 'base64')}" alt="">`;
}
