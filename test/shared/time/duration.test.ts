import { describe, expect, it } from 'vitest';
import { formatAgo, formatDuration } from '../../../src/shared/time/duration.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('a length of time', () => {
  it.each([
    [0, '0 Sek.'],
    [20 * SECOND, '20 Sek.'],
    [24 * MINUTE + 59 * SECOND, '24 Min.'],
    [HOUR, '1 Std.'],
    [HOUR + 24 * MINUTE, '1 Std. 24 Min.'],
    [26 * HOUR + 5 * MINUTE, '1 Tg. 2 Std.'],
    [48 * HOUR + 5 * MINUTE, '2 Tg.'],
    [-5 * SECOND, '0 Sek.'],
  ])('%i ms reads “%s”', (ms, expected) => {
    expect(formatDuration(ms, 'minute', 'de-DE')).toBe(expected);
  });

  it('counts seconds where it is to be seen to move', () => {
    expect(formatDuration(3 * MINUTE + 20 * SECOND, 'second', 'de-DE')).toBe('3 Min. 20 Sek.');
    expect(formatDuration(3 * MINUTE + 20 * SECOND, 'second', 'en-US')).toBe('3 min 20 sec');
  });
});

it.each([
  [12 * SECOND, 'vor 12 Sek.'],
  [0, 'vor 0 Sek.'],
  [90 * MINUTE, 'vor 1 Std.'],
])('%i ms ago reads “%s”', (ms, expected) => {
  expect(formatAgo(ms, 'de-DE')).toBe(expected);
});
