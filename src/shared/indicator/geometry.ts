/** Path data from a few shapes, all meant for `fill-rule: evenodd`: a shape inside is a hole. */

export type Point = readonly [x: number, y: number];

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function at([x, y]: Point): string {
  return `${number(x)} ${number(y)}`;
}

export function circle([x, y]: Point, radius: number): string {
  const r = number(radius);
  const d = number(2 * radius);
  return `M${at([x - radius, y])}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0-${d} 0Z`;
}

export function polygon(points: readonly Point[]): string {
  return `M${points.map(at).join('L')}Z`;
}

export function rectangle([x, y]: Point, width: number, height: number): string {
  return `M${at([x, y])}h${number(width)}v${number(height)}h${number(-width)}Z`;
}

/** The outline of a line through three points, `width` wide, with a sharp corner. */
export function corner(a: Point, b: Point, c: Point, width: number): string {
  const half = width / 2;
  const first = normal(a, b, half);
  const second = normal(b, c, half);
  const left = meet(shift(a, first), shift(b, first), shift(b, second), shift(c, second));
  const back = (n: Point): Point => [-n[0], -n[1]];
  const right = meet(
    shift(a, back(first)),
    shift(b, back(first)),
    shift(b, back(second)),
    shift(c, back(second)),
  );
  return polygon([
    shift(a, first),
    left,
    shift(c, second),
    shift(c, back(second)),
    right,
    shift(a, back(first)),
  ]);
}

/**
 * One side of a ring that a straight gap through its middle cuts in two. `angle` is the gap's
 * direction and `gap` its width; the cut runs parallel to it.
 */
export function halfRing(
  centre: Point,
  outer: number,
  inner: number,
  angle: number,
  gap: number,
): string {
  const point = (radius: number, turn: number): Point => [
    centre[0] + radius * Math.cos(turn),
    centre[1] + radius * Math.sin(turn),
  ];
  const outerCut = Math.asin(gap / 2 / outer);
  const innerCut = Math.asin(gap / 2 / inner);
  const end = angle + Math.PI;
  return [
    `M${at(point(outer, angle + outerCut))}`,
    `A${number(outer)} ${number(outer)} 0 0 1 ${at(point(outer, end - outerCut))}`,
    `L${at(point(inner, end - innerCut))}`,
    `A${number(inner)} ${number(inner)} 0 0 0 ${at(point(inner, angle + innerCut))}Z`,
  ].join('');
}

function shift(point: Point, by: Point): Point {
  return [point[0] + by[0], point[1] + by[1]];
}

function normal(from: Point, to: Point, length: number): Point {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const scale = length / Math.hypot(dx, dy);
  return [-dy * scale, dx * scale];
}

/** Where the line through `a` and `b` meets the line through `c` and `d`. */
function meet(a: Point, b: Point, c: Point, d: Point): Point {
  const r: Point = [b[0] - a[0], b[1] - a[1]];
  const s: Point = [d[0] - c[0], d[1] - c[1]];
  const t = ((c[0] - a[0]) * s[1] - (c[1] - a[1]) * s[0]) / (r[0] * s[1] - r[1] * s[0]);
  return [a[0] + t * r[0], a[1] + t * r[1]];
}
