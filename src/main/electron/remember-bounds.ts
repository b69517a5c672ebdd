import type { BrowserWindow } from 'electron';
import { type Bounds, frameShift, type Point } from '../window/window-placement.ts';

/** A window that is being dragged is written down when it rests, after this many milliseconds. */
const REST_MS = 500;

/**
 * Tells where a window is whenever it has come to rest and when it closes: its size and place
 * while it is neither maximized nor full screen, without what the system's frame adds.
 */
export function rememberBounds(
  window: BrowserWindow,
  asked: Bounds,
  remember: (bounds: Bounds) => void,
): void {
  let frame: Point = { x: 0, y: 0 };
  let timer: NodeJS.Timeout | undefined;
  const note = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const { x, y, width, height } = window.getNormalBounds();
    remember({ x: x - frame.x, y: y - frame.y, width, height });
  };
  const noteLater = (): void => {
    clearTimeout(timer);
    timer = setTimeout(note, REST_MS);
  };
  // Elsewhere a frame counts as part of the window.
  if (process.platform === 'linux') {
    window.once('move', () => {
      frame = frameShift(asked, window.getNormalBounds());
    });
  }
  window.on('move', noteLater);
  window.on('resize', noteLater);
  window.on('close', () => {
    if (timer !== undefined) note();
  });
  window.on('closed', () => clearTimeout(timer));
}
