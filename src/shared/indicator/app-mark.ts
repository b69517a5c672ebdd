import type { IndicatorShape } from './shapes.ts';

/** The app's mark, in a square of `size`: a traffic light whose lights are the three statuses. */
export const APP_MARK = {
  size: 64,
  housing: { x: 17, y: 1, width: 30, height: 62, radius: 15, fill: '#23262d', edge: '#4d5460' },
  /** Top left corner and side of each light. */
  lights: [
    { shape: 'busy', x: 22.4, y: 4.4, side: 19.2, fill: '#ff5a52' },
    { shape: 'offline', x: 22.4, y: 22.4, side: 19.2, fill: '#9aa2ae' },
    { shape: 'online', x: 22.4, y: 40.4, side: 19.2, fill: '#3ccb6c' },
  ] satisfies readonly {
    shape: IndicatorShape;
    x: number;
    y: number;
    side: number;
    fill: string;
  }[],
} as const;
