import type { IndicatorShape } from './shapes.ts';

/**
 * Colours for grounds that are not ours, such as tray bars and docks. `edge` goes around the
 * shape: discs stand by their own colour, and the grey shapes are light with a dark edge, so that
 * one of the two stands out on any bar.
 */
export const INDICATOR_COLORS: Readonly<
  Record<IndicatorShape, { readonly fill: string; readonly edge: string }>
> = {
  online: { fill: '#1f9d4d', edge: '#ffffff' },
  busy: { fill: '#e5383b', edge: '#ffffff' },
  offline: { fill: '#c3c9d2', edge: '#4a515c' },
  disconnected: { fill: '#c3c9d2', edge: '#4a515c' },
  'signed-out': { fill: '#c3c9d2', edge: '#4a515c' },
};
