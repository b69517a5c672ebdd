/** A rectangle on the screens together, in device-independent pixels; origins may be negative. */
export type Bounds = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type Point = { readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };

/** A screen, and the part of it that panels leave free. */
export type Display = { readonly bounds: Bounds; readonly workArea: Bounds };

export type Surroundings = {
  /** At least one. */
  readonly displays: readonly Display[];
  readonly pointer: Point;
  /** Where the tray icon is, or null where the system does not tell. */
  readonly tray: Bounds | null;
};

/** What stays free between the window and the edges of the work area. */
const GAP = 8;
/** Window frames are not thicker than this; what moved further was moved by somebody. */
const THICKEST_FRAME = 64;

/**
 * Where the window opens: where it was, but on the screen with the pointer, because that is the
 * one its member looks at. Without a place on any screen it opens at the tray icon, else in the
 * corner where the panel of the pointer's screen has its tray. The window is always wholly inside
 * a work area.
 *
 * @param fallback the size of a window that has none yet
 */
export function placeWindow(
  remembered: Bounds | null,
  fallback: Size,
  { displays, pointer, tray }: Surroundings,
): Bounds {
  const home = remembered === null ? undefined : displayWithMost(remembered, displays);
  const display = displayAt(pointer, displays);
  if (remembered !== null && home !== undefined) {
    const moved = home === display ? remembered : carryOver(remembered, home, display);
    return clamp(moved, display.workArea);
  }
  const size = remembered ?? fallback;
  if (tray !== null) {
    const { workArea } = displayAt(centreOf(tray), displays);
    return clamp(atTray(size, tray, workArea), inset(workArea));
  }
  return clamp(nearPanel(size, display), inset(display.workArea));
}

/**
 * How far the system put a window from where it was asked to when it opened, which is its frame's
 * left and upper side. A remembered place has to leave it out, or the window would wander by a
 * frame each time it opens.
 */
export function frameShift(asked: Bounds, actual: Bounds): Point {
  const x = actual.x - asked.x;
  const y = actual.y - asked.y;
  const isFrame = x >= 0 && x <= THICKEST_FRAME && y >= 0 && y <= THICKEST_FRAME;
  return isFrame ? { x, y } : { x: 0, y: 0 };
}

/** The same place on another screen: as far from the edges that it was near to. */
function carryOver(place: Bounds, { workArea: from }: Display, { workArea: to }: Display): Bounds {
  const left = place.x - from.x;
  const right = from.x + from.width - (place.x + place.width);
  const top = place.y - from.y;
  const bottom = from.y + from.height - (place.y + place.height);
  return {
    ...place,
    x: left <= right ? to.x + left : to.x + to.width - place.width - right,
    y: top <= bottom ? to.y + top : to.y + to.height - place.height - bottom,
  };
}

function atTray({ width, height }: Size, tray: Bounds, area: Bounds): Bounds {
  const { x, y } = centreOf(tray);
  const isAbove = y < centreOf(area).y;
  return {
    x: Math.round(x - width / 2),
    y: isAbove ? area.y : area.y + area.height - height,
    width,
    height,
  };
}

/** The corner where a panel on that side has its tray; the middle where there is no panel. */
function nearPanel({ width, height }: Size, { bounds, workArea }: Display): Bounds {
  const left = workArea.x;
  const right = workArea.x + workArea.width - width;
  const top = workArea.y;
  const bottom = workArea.y + workArea.height - height;
  const corners: readonly (readonly [thickness: number, x: number, y: number])[] = [
    [bounds.y + bounds.height - (workArea.y + workArea.height), right, bottom],
    [workArea.y - bounds.y, right, top],
    [bounds.x + bounds.width - (workArea.x + workArea.width), right, bottom],
    [workArea.x - bounds.x, left, bottom],
  ];
  const found = corners.find(([thickness]) => thickness > 0);
  const [, x, y] = found ?? [0, Math.round((left + right) / 2), Math.round((top + bottom) / 2)];
  return { x, y, width, height };
}

/** The display that shows the largest part; undefined where none shows any. */
function displayWithMost(place: Bounds, displays: readonly Display[]): Display | undefined {
  const shown = displays
    .map((display) => ({ display, area: commonArea(place, display.bounds) }))
    .filter(({ area }) => area > 0)
    .sort((a, b) => b.area - a.area);
  return shown[0]?.display;
}

/** The display with the point, or the one nearest to it. */
function displayAt(point: Point, displays: readonly Display[]): Display {
  return displays.reduce((best, display) =>
    distance(point, display.bounds) < distance(point, best.bounds) ? display : best,
  );
}

function clamp(place: Bounds, area: Bounds): Bounds {
  const width = Math.min(place.width, area.width);
  const height = Math.min(place.height, area.height);
  return {
    x: between(area.x, place.x, area.x + area.width - width),
    y: between(area.y, place.y, area.y + area.height - height),
    width,
    height,
  };
}

function inset({ x, y, width, height }: Bounds): Bounds {
  return { x: x + GAP, y: y + GAP, width: width - 2 * GAP, height: height - 2 * GAP };
}

function centreOf({ x, y, width, height }: Bounds): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function commonArea(a: Bounds, b: Bounds): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

function distance({ x, y }: Point, area: Bounds): number {
  const dx = x - between(area.x, x, area.x + area.width - 1);
  const dy = y - between(area.y, y, area.y + area.height - 1);
  return Math.hypot(dx, dy);
}

function between(lowest: number, value: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest);
}
