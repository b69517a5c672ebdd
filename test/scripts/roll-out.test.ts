import { expect, test } from 'vitest';
import { withShare } from '../../scripts/roll-out.ts';

const MANIFEST = "version: 1.3.0\npath: Ampel-x86_64.AppImage\nreleaseDate: '2026-01-05'\n";

test('UP2 a version is rolled out to a part of the installations, then to more, then to all', () => {
  const some = withShare(MANIFEST, 10);
  expect(some).toBe(`${MANIFEST}stagingPercentage: 10\n`);
  expect(withShare(some, 50)).toBe(`${MANIFEST}stagingPercentage: 50\n`);
  expect(withShare(some, 100)).toBe(MANIFEST);
  expect(withShare(some, 0)).toBe(`${MANIFEST}stagingPercentage: 0\n`);
});

test('a manifest without a line end at its end stays one', () => {
  expect(withShare(MANIFEST.trimEnd(), 10)).toBe(`${MANIFEST}stagingPercentage: 10\n`);
});
