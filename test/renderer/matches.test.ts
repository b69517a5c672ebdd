import { describe, expect, it } from 'vitest';
import { matches } from '../../src/renderer/roster/matches.ts';

describe('searching for a person', () => {
  it.each([
    ['Anna Keller', ''],
    ['Anna Keller', 'ann'],
    ['Anna Keller', 'KELL'],
    ['Anna Keller', 'kel an'],
    ['Bernd Müller', 'muller'],
    ['Bernd Müller', 'Mueller'],
    ['Bernd Müller', 'Mü'],
    ['Bernd Mu\u0308ller', 'mueller'],
    ['Jonas Weiß', 'weiss'],
    ['Chloé Dubois', 'chloe'],
    ['Maximiliane von Hohenstein-Wittgenstein', 'wittg'],
  ])('%s is found by “%s”', (name, query) => {
    expect(matches(name, query)).toBe(true);
  });

  it.each([
    ['Anna Keller', 'xaver'],
    ['Anna Keller', 'eller'],
    ['Anna Keller', 'anna xaver'],
  ])('%s is not found by “%s”', (name, query) => {
    expect(matches(name, query)).toBe(false);
  });
});
