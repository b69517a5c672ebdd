import { expect, it } from 'vitest';
import { shapeOf } from '../../src/renderer/indicator/shape-of.ts';
import { INDICATOR_PATHS, INDICATOR_SHAPES } from '../../src/shared/indicator/shapes.ts';

it('every indicator has a shape of its own, so that colour is not needed', () => {
  expect(new Set(INDICATOR_SHAPES.map((shape) => INDICATOR_PATHS[shape])).size).toBe(
    INDICATOR_SHAPES.length,
  );
});

it('no shape holds a number that is none', () => {
  expect(Object.values(INDICATOR_PATHS).join()).not.toMatch(/NaN|Infinity|undefined/);
});

it('PR9: a status that is not known live shows as not connected', () => {
  expect(shapeOf(null)).toBe('disconnected');
});
