import { circle, corner, halfRing, type Point, polygon, rectangle } from './geometry.ts';

/** Everything an indicator can say, in the window and in the tray. */
export const INDICATOR_SHAPES = [
  'online',
  'busy',
  'offline',
  'disconnected',
  'signed-out',
] as const;
export type IndicatorShape = (typeof INDICATOR_SHAPES)[number];

/** Side of the square the shapes are drawn in. */
export const INDICATOR_SIZE = 16;

const CENTRE: Point = [8, 8];
const RADIUS = 7;
const RING = 2;
const DOTS = 8;

function dots(): string {
  const radius = RADIUS - RING / 2;
  return Array.from({ length: DOTS }, (_, index) => {
    const turn = (index / DOTS) * 2 * Math.PI;
    return circle([8 + radius * Math.cos(turn), 8 + radius * Math.sin(turn)], 1.1);
  }).join('');
}

function slashedRing(): string {
  const direction = -Math.PI / 4;
  const gap = 4.2;
  return [
    halfRing(CENTRE, RADIUS, RADIUS - RING, direction, gap),
    halfRing(CENTRE, RADIUS, RADIUS - RING, direction + Math.PI, gap),
    polygon([
      [1.3, 13.5],
      [13.5, 1.3],
      [14.7, 2.5],
      [2.5, 14.7],
    ]),
  ].join('');
}

/**
 * The shapes as path data for `fill-rule: evenodd`, told apart without colour: a disc with a
 * tick, a disc with a bar, a ring, a ring with a slash, a dotted ring. Tick and bar are holes, so
 * one colour draws each shape and whatever lies behind shows through. Bar and rings lie on whole
 * pixels at 16 px, where most of them are seen.
 */
export const INDICATOR_PATHS: Readonly<Record<IndicatorShape, string>> = {
  online: circle(CENTRE, RADIUS) + corner([4.2, 8.1], [7, 10.9], [11.8, 5.7], 2),
  busy: circle(CENTRE, RADIUS) + rectangle([4, 7], 8, 2),
  offline: circle(CENTRE, RADIUS) + circle(CENTRE, RADIUS - RING),
  disconnected: slashedRing(),
  'signed-out': dots(),
};

/** Whether tick or bar are cut out of a disc, and so may be backed with a colour of their own. */
export function isDisc(shape: IndicatorShape): boolean {
  return shape === 'online' || shape === 'busy';
}
