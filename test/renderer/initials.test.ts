import { expect, it } from 'vitest';
import { initials } from '../../src/renderer/indicator/initials.ts';

it.each([
  ['Anna Keller', 'AK'],
  ['Özlem Yıldız', 'ÖY'],
  ['madonna', 'M'],
  ['Prof. Dr. Maximiliane Freifrau von Hohenstein-Wittgenstein', 'MH'],
  ['Anna Keller (Support)', 'AK'],
  ['  Jean-Luc   Picard ', 'JP'],
  ['Dr.', 'D'],
  ['李 小龙', '李小'],
  ['🙂', ''],
  ['', ''],
])('the initials of “%s” are “%s”', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
