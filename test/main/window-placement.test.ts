import { describe, expect, it } from 'vitest';
import {
  type Bounds,
  type Display,
  frameShift,
  placeWindow,
} from '../../src/main/window/window-placement.ts';

const SIZE = { width: 380, height: 640 };

/** A screen whose panel of 40 pixels is on one side. */
function screen(
  [x, y, width, height]: readonly [number, number, number, number],
  panel: 'top' | 'bottom' | 'left' | 'right' | 'none' = 'bottom',
): Display {
  const bounds = { x, y, width, height };
  const workArea = {
    top: { x, y: y + 40, width, height: height - 40 },
    bottom: { x, y, width, height: height - 40 },
    left: { x: x + 40, y, width: width - 40, height },
    right: { x, y, width: width - 40, height },
    none: bounds,
  }[panel];
  return { bounds, workArea };
}

const primary = screen([0, 0, 1920, 1080]);
/** To the left of and above the primary one, as a scaled laptop screen comes out. */
const laptop = screen([-1280, -200, 1280, 720], 'none');

function open(
  remembered: Bounds | null,
  { displays = [primary, laptop], pointer = { x: 5, y: 5 }, tray = null as Bounds | null } = {},
): Bounds {
  return placeWindow(remembered, SIZE, { displays, pointer, tray });
}

describe('WP1 the place of the window', () => {
  const onLaptopScreen = { x: -700, y: 0 };

  it('is the one it had, on the screen with the pointer', () => {
    const onLaptop = { x: -900, y: -150, width: 400, height: 600 };
    expect(open(onLaptop, { pointer: onLaptopScreen })).toEqual(onLaptop);
    const onPrimary = { x: 1000, y: 100, width: 400, height: 600 };
    expect(open(onPrimary)).toEqual(onPrimary);
  });

  it('is as far from the same edges where the pointer is on another screen', () => {
    const bottomRight = { x: 1500, y: 400, width: 400, height: 600 };
    expect(open(bottomRight, { pointer: onLaptopScreen })).toEqual({
      ...bottomRight,
      x: -420,
      y: -120,
    });
    const topLeft = { x: -1260, y: -190, width: 400, height: 600 };
    expect(open(topLeft)).toEqual({ ...topLeft, x: 20, y: 10 });
  });

  it('is moved inside where it hangs over an edge or under a panel', () => {
    const over = { x: 1700, y: 700, width: 400, height: 600 };
    expect(open(over)).toEqual({ x: 1520, y: 440, width: 400, height: 600 });
  });

  it('is on the screen that has most of it', () => {
    const mostlyLaptop = { x: -350, y: -100, width: 400, height: 500 };
    expect(open(mostlyLaptop, { pointer: onLaptopScreen })).toEqual({ ...mostlyLaptop, x: -400 });
  });

  it('shrinks with a screen that became smaller', () => {
    const small = screen([0, 0, 800, 500]);
    const tall = { x: 100, y: 0, width: 400, height: 900 };
    expect(open(tall, { displays: [small] })).toEqual({ x: 100, y: 0, width: 400, height: 460 });
  });

  it('is on the screen with the pointer, in its old size, when its screen was taken away', () => {
    const gone = { x: 3000, y: 100, width: 500, height: 600 };
    expect(open(gone, { pointer: { x: -700, y: 0 } })).toEqual({
      x: -890,
      y: -140,
      width: 500,
      height: 600,
    });
  });
});

describe('WP2 the first place of the window', () => {
  it.each([
    ['bottom', { x: 1532, y: 392 }],
    ['top', { x: 1532, y: 48 }],
    ['right', { x: 1492, y: 432 }],
    ['left', { x: 48, y: 432 }],
    ['none', { x: 770, y: 220 }],
  ] as const)('is where a panel on the side "%s" has its tray', (panel, corner) => {
    const displays = [screen([0, 0, 1920, 1080], panel)];
    expect(open(null, { displays })).toEqual({ ...corner, ...SIZE });
  });

  it('is above the tray icon of a bar below, inside its screen', () => {
    const tray = { x: 1880, y: 1050, width: 24, height: 24 };
    expect(open(null, { tray, pointer: { x: -700, y: 0 } })).toEqual({ x: 1532, y: 392, ...SIZE });
  });

  it('is right below the tray icon of a menu bar', () => {
    const displays = [screen([0, 0, 1440, 900], 'top')];
    const tray = { x: 900, y: 4, width: 24, height: 24 };
    expect(open(null, { displays, tray })).toEqual({ x: 722, y: 48, ...SIZE });
  });

  it('is on the nearest screen when the pointer is between screens', () => {
    const { x } = open(null, { pointer: { x: -1, y: 900 } });
    expect(x).toBeGreaterThan(0);
  });
});

describe('the frame of a window', () => {
  const asked = { x: 100, y: 100, ...SIZE };

  it('is what the system moved the window by when it opened', () => {
    expect(frameShift(asked, { ...asked, x: 101, y: 120 })).toEqual({ x: 1, y: 20 });
  });

  it('is none where the window was put somewhere else', () => {
    expect(frameShift(asked, { ...asked, x: 600 })).toEqual({ x: 0, y: 0 });
    expect(frameShift(asked, { ...asked, y: 90 })).toEqual({ x: 0, y: 0 });
  });
});
