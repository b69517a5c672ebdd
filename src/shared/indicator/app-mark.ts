import type { IndicatorShape } from './shapes.ts';

/** The app's mark: a traffic light whose lights are the three statuses. */
export const APP_MARK = {
  size: 64,
  housing: { x: 17, y: 2, width: 30, height: 60, radius: 15, fill: '#23262d' },
  /** Top left corner and side of each light. */
  lights: [
    { shape: 'busy', x: 23, y: 7, side: 18, fill: '#ff5a52' },
    { shape: 'offline', x: 23, y: 23, side: 18, fill: '#8d95a1' },
    { shape: 'online', x: 23, y: 39, side: 18, fill: '#3ccb6c' },
  ] satisfies readonly {
    shape: IndicatorShape;
    x: number;
    y: number;
    side: number;
    fill: string;
  }[],
} as const;
