import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { INDICATOR_SHAPES, type IndicatorShape } from '../../src/shared/indicator/shapes.ts';
import { type Bitmap, decodePng } from '../electron-host/png.ts';

const folder = path.join(import.meta.dirname, '../../src/main/icons/generated');

/** Red, green and blue of bars that trays lie on, each from 0 to 255. */
const BARS = {
  light: [242, 242, 242],
  dark: [43, 43, 43],
} as const;

/** Brightness steps, of 255, from which on two pixels side by side are told apart at a glance. */
const VISIBLE_STEP = 40;
/** Pixels, of the 256 of an icon, that have to differ. */
const ENOUGH_PIXELS = 12;

function load(name: string): Bitmap {
  return decodePng(readFileSync(path.join(folder, name)));
}

/** The icon on a bar as someone sees it who sees no colours: one brightness for each pixel. */
function withoutColour({ rgba }: Bitmap, bar: readonly [number, number, number]): number[] {
  return Array.from({ length: rgba.length / 4 }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(pixel * 4, pixel * 4 + 4);
    const over = (front: number, behind: number) => (front * alpha + behind * (255 - alpha)) / 255;
    return 0.2126 * over(red, bar[0]) + 0.7152 * over(green, bar[1]) + 0.0722 * over(blue, bar[2]);
  });
}

function pixelsThatDiffer(a: readonly number[], b: readonly number[]): number {
  return a.filter((value, pixel) => Math.abs(value - (b[pixel] ?? value)) >= VISIBLE_STEP).length;
}

const PAIRS = INDICATOR_SHAPES.flatMap((a, index) =>
  INDICATOR_SHAPES.slice(index + 1).map((b): [IndicatorShape, IndicatorShape] => [a, b]),
);

describe.each(Object.entries(BARS))('tray icons of 16 px on a %s bar', (_, bar) => {
  const seen = (shape: IndicatorShape) => withoutColour(load(`tray-${shape}.png`), bar);
  const bare = Array.from(
    { length: 256 },
    () => 0.2126 * bar[0] + 0.7152 * bar[1] + 0.0722 * bar[2],
  );

  it.each(INDICATOR_SHAPES)('%s stands out without colour', (shape) => {
    expect(pixelsThatDiffer(seen(shape), bare)).toBeGreaterThan(ENOUGH_PIXELS);
  });

  it.each(PAIRS)('%s and %s are told apart without colour', (a, b) => {
    expect(pixelsThatDiffer(seen(a), seen(b))).toBeGreaterThan(ENOUGH_PIXELS);
  });
});

it.each(INDICATOR_SHAPES)('%s is there in every size each system asks for', (shape) => {
  const widthOf = (name: string) => load(name).width;
  expect(['', '@2x', '@3x'].map((scale) => widthOf(`tray-${shape}${scale}.png`))).toEqual([
    16, 32, 48,
  ]);
  expect(['', '@2x', '@3x'].map((scale) => widthOf(`tray-${shape}Template${scale}.png`))).toEqual([
    16, 32, 48,
  ]);
  const ico = readFileSync(path.join(folder, `tray-${shape}.ico`));
  const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => ico[6 + 16 * index]);
  expect(sizes).toEqual([16, 20, 24, 32, 48, 64]);
});
