/**
 * Draws every icon of the app from the shapes in src/shared/indicator.
 *
 *   node scripts/build-icons.ts            writes them
 *   node scripts/build-icons.ts --check    fails if one is missing or out of date
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { APP_MARK } from '../src/shared/indicator/app-mark.ts';
import { INDICATOR_COLORS } from '../src/shared/indicator/colors.ts';
import {
  INDICATOR_PATHS,
  INDICATOR_SHAPES,
  INDICATOR_SIZE,
  type IndicatorShape,
  isDisc,
} from '../src/shared/indicator/shapes.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = 'src/main/icons/generated';

/** The sizes Windows picks from for its tray, at 100 % to 400 %. */
const TRAY_ICO_SIZES = [16, 20, 24, 32, 48, 64] as const;
const APP_ICO_SIZES = [16, 20, 24, 32, 48, 64, 256] as const;
/** The sizes that desktops on Linux look for in the hicolor theme. */
const HICOLOR_SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const;

/** Up to here the app icon is its lights alone, larger: their shapes would be specks. */
const PLAIN_APP_ICON_UP_TO = 24;

type Files = Map<string, Uint8Array>;

function svg(size: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">${content}</svg>`;
}

function png(source: string, pixels: number): Uint8Array {
  const resvg = new Resvg(source, {
    fitTo: { mode: 'width', value: pixels },
    font: { loadSystemFonts: false },
  });
  return new Uint8Array(resvg.render().asPng());
}

/** A tray icon for bars of any colour. */
function traySvg(shape: IndicatorShape): string {
  const { fill, edge } = INDICATOR_COLORS[shape];
  const d = INDICATOR_PATHS[shape];
  // A disc gets a white ground, which its tick or bar lets through and which rims it faintly.
  const ground = isDisc(shape)
    ? `<circle cx="8" cy="8" r="7" fill="${edge}" stroke="${edge}" stroke-opacity=".6" stroke-width="1.2"/>`
    : `<path d="${d}" fill="none" stroke="${edge}" stroke-width="1.2" stroke-linejoin="round"/>`;
  return svg(INDICATOR_SIZE, `${ground}<path d="${d}" fill="${fill}" fill-rule="evenodd"/>`);
}

/** Black with alpha: macOS colours it as its menu bar needs. */
function templateSvg(shape: IndicatorShape): string {
  return svg(INDICATOR_SIZE, `<path d="${INDICATOR_PATHS[shape]}" fill-rule="evenodd"/>`);
}

function appSvg(plain: boolean): string {
  const { size, housing, lights } = APP_MARK;
  const tile = plain
    ? ''
    : '<defs><linearGradient id="tile" x2="0" y2="1"><stop stop-color="#fdfdfe"/>' +
      '<stop offset="1" stop-color="#d9dfea"/></linearGradient></defs>' +
      '<rect x="4" y="4" width="56" height="56" rx="13" fill="url(#tile)" stroke="#aeb6c4" stroke-width=".5"/>';
  const box =
    `<rect x="${housing.x}" y="${housing.y}" width="${housing.width}" height="${housing.height}"` +
    ` rx="${housing.radius}" fill="${housing.fill}"${plain ? ` stroke="${housing.edge}" stroke-width="2"` : ''}/>`;
  const lit = lights.map((light) => {
    const place = `translate(${light.x} ${light.y}) scale(${light.side / INDICATOR_SIZE})`;
    const drawn = plain
      ? '<circle cx="8" cy="8" r="7"/>'
      : `<path d="${INDICATOR_PATHS[light.shape]}" fill-rule="evenodd"/>`;
    return `<g transform="${place}" fill="${light.fill}">${drawn}</g>`;
  });
  const mark = box + lit.join('');
  const placed = plain
    ? mark
    : `<g transform="translate(32 32) scale(.8) translate(-32 -32)">${mark}</g>`;
  return svg(size, tile + placed);
}

/** An ICO file with PNG images, which Windows reads since Vista. Sizes up to 256 px. */
function ico(images: readonly { readonly size: number; readonly png: Uint8Array }[]): Uint8Array {
  const HEADER = 6;
  const ENTRY = 16;
  const start = HEADER + ENTRY * images.length;
  const total = images.reduce((sum, image) => sum + image.png.length, start);
  const file = new Uint8Array(total);
  const view = new DataView(file.buffer);
  view.setUint16(2, 1, true); // type: icon
  view.setUint16(4, images.length, true);
  let offset = start;
  images.forEach((image, index) => {
    const at = HEADER + ENTRY * index;
    // One byte each; 256 is written as 0.
    view.setUint8(at, image.size % 256);
    view.setUint8(at + 1, image.size % 256);
    view.setUint16(at + 4, 1, true); // colour planes
    view.setUint16(at + 6, 32, true); // bits per pixel
    view.setUint32(at + 8, image.png.length, true);
    view.setUint32(at + 12, offset, true);
    file.set(image.png, offset);
    offset += image.png.length;
  });
  return file;
}

/** `name.png` with its variants for displays of two and three pixels per point. */
function addScaled(files: Files, name: string, source: string, size: number, scales: number): void {
  for (let scale = 1; scale <= scales; scale += 1) {
    const suffix = scale === 1 ? '' : `@${scale}x`;
    files.set(`${OUT}/${name}${suffix}.png`, png(source, size * scale));
  }
}

function drawAll(): Files {
  const files: Files = new Map();
  for (const shape of INDICATOR_SHAPES) {
    const source = traySvg(shape);
    addScaled(files, `tray-${shape}`, source, 16, 3);
    // Panels on Linux show 22 px, and Electron scales what is larger down to that.
    addScaled(files, `linux/tray-${shape}`, source, 22, 3);
    addScaled(files, `tray-${shape}Template`, templateSvg(shape), 16, 3);
    files.set(
      `${OUT}/tray-${shape}.ico`,
      ico(TRAY_ICO_SIZES.map((size) => ({ size, png: png(source, size) }))),
    );
  }
  const appIcon = (size: number) => png(appSvg(size <= PLAIN_APP_ICON_UP_TO), size);
  files.set(`${OUT}/app.png`, appIcon(512));
  files.set(`${OUT}/app.ico`, ico(APP_ICO_SIZES.map((size) => ({ size, png: appIcon(size) }))));
  // electron-builder makes its own formats from this one.
  files.set('build/icon.png', appIcon(1024));
  for (const size of HICOLOR_SIZES) {
    files.set(`build/icons/${size}x${size}.png`, appIcon(size));
  }
  return files;
}

async function isCurrent(path: string, content: Uint8Array): Promise<boolean> {
  try {
    return Buffer.from(content).equals(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [name, content] of drawAll()) {
  const path = join(ROOT, name);
  if (await isCurrent(path, content)) continue;
  stale.push(name);
  if (check) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
if (check && stale.length > 0) {
  process.stderr.write(`Out of date, run node scripts/build-icons.ts:\n  ${stale.join('\n  ')}\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(check ? 'Icons are up to date.\n' : `Wrote ${stale.length} icons.\n`);
}
