import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, test } from '@playwright/test';
import { INDICATOR_SHAPES } from '../../src/shared/indicator/shapes.ts';

const root = path.join(import.meta.dirname, '../..');
const icons = path.join(root, 'src/main/icons/generated');
const target = path.join(root, 'docs/pictures/tray-icons-sheet.png');

const BARS = { 'light bar': '#f2f2f2', 'grey bar': '#8c8f94', 'dark bar': '#2b2b2b' };

/** How the icons are seen. Deuteranopia after Machado, Oliveira and Fernandes (2009). */
const EYES = {
  'as drawn': null,
  deuteranopia:
    '0.367322 0.860646 -0.227968 0 0  0.280085 0.672501 0.047413 0 0  -0.01182 0.04294 0.968881 0 0  0 0 0 1 0',
  'no colour':
    '0.2126 0.7152 0.0722 0 0  0.2126 0.7152 0.0722 0 0  0.2126 0.7152 0.0722 0 0  0 0 0 1 0',
};

/** The files, their size on screen, and how much larger the sheet shows each pixel. */
const SETS = [
  { title: '16 px', name: (shape: string) => `tray-${shape}.png`, pixels: 16, zoom: 1 },
  {
    title: '16 px, each pixel 3 × 3',
    name: (shape: string) => `tray-${shape}.png`,
    pixels: 16,
    zoom: 3,
  },
  {
    title: '22 px (Linux)',
    name: (shape: string) => `linux/tray-${shape}.png`,
    pixels: 22,
    zoom: 1,
  },
  { title: '32 px (@2x)', name: (shape: string) => `tray-${shape}@2x.png`, pixels: 32, zoom: 1 },
] as const;

async function image(file: string, pixels: number): Promise<string> {
  const data = await readFile(path.join(icons, file), 'base64');
  return `<img width="${pixels}" src="data:image/png;base64,${data}" alt="">`;
}

async function strip(colour: string, set: (typeof SETS)[number]): Promise<string> {
  const drawn = await Promise.all(
    INDICATOR_SHAPES.map((shape) => image(set.name(shape), set.pixels * set.zoom)),
  );
  return `<td><div class="bar" style="background: ${colour}">${drawn.join('')}</div></td>`;
}

async function rows(): Promise<string> {
  const made = Object.keys(EYES).flatMap((eyes) =>
    Object.entries(BARS).map(async ([bar, colour], index) => {
      const strips = await Promise.all(SETS.map((set) => strip(colour, set)));
      const heading = index === 0 ? `<th rowspan="${Object.keys(BARS).length}">${eyes}</th>` : '';
      const filter = `style="filter: url(#${eyes.replaceAll(' ', '-')})"`;
      return `<tr>${heading}<th class="name">${bar}</th>${strips.map((cell) => cell.replace('<td>', `<td ${filter}>`)).join('')}</tr>`;
    }),
  );
  return (await Promise.all(made)).join('');
}

/** Templates are black with alpha; macOS inverts them for a dark menu bar. */
async function templates(): Promise<string> {
  const drawn = (
    await Promise.all(INDICATOR_SHAPES.map((shape) => image(`tray-${shape}Template@2x.png`, 32)))
  ).join('');
  return `<p>macOS template, as a light and a dark menu bar show it</p>
    <div class="bar" style="background: #f2f2f2">${drawn}</div>
    <div class="bar" style="background: #f2f2f2; filter: invert(1)">${drawn}</div>`;
}

const filters = Object.entries(EYES)
  .filter(([, matrix]) => matrix !== null)
  .map(
    ([eyes, matrix]) =>
      `<filter id="${eyes.replaceAll(' ', '-')}"><feColorMatrix values="${matrix}"/></filter>`,
  )
  .join('');

test('tray icons on all bars, and as they look without telling colours apart', async () => {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({ deviceScaleFactor: 1 });
  const columns = SETS.map(({ title }) => `<th>${title}</th>`).join('');
  await page.setContent(`<!doctype html><style>
      body { margin: 16px; width: max-content; font: 13px system-ui, sans-serif; }
      th { padding: 4px 12px; text-align: left; font-weight: 600; } .name { font-weight: 400; }
      td { padding: 2px 6px; } img { image-rendering: pixelated; }
      .bar { display: flex; gap: 10px; align-items: center; width: max-content; padding: 6px 10px; }
    </style>
    <svg width="0" height="0" style="position: absolute">${filters}</svg>
    <p>${INDICATOR_SHAPES.join(' · ')}</p>
    <table><tr><th></th><th></th>${columns}</tr>${await rows()}</table>${await templates()}`);
  await page.locator('body').screenshot({ path: target });
  await browser.close();
});
