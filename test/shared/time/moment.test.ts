import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  formatDate,
  formatDay,
  formatMoment,
  formatSpan,
  formatTime,
  startOfDay,
} from '../../../src/shared/time/moment.ts';

const at = (text: string) => new Date(text).getTime();
const today = startOfDay(at('2026-03-12T15:00:00'));

describe('a moment', () => {
  it.each([
    ['2026-03-12T14:30:00', 'en-GB', '14:30'],
    ['2026-03-12T00:00:00', 'en-GB', '00:00'],
    ['2026-03-12T09:05:00', 'de-DE', '09:05'],
    ['2026-03-12T09:05:00', 'en-US', '9:05 AM'],
    ['2026-03-11T23:59:00', 'en-GB', 'yesterday, 23:59'],
    ['2026-03-11T08:00:00', 'de-DE', 'gestern, 08:00'],
    ['2026-03-13T09:00:00', 'de-DE', 'morgen, 09:00'],
    ['2026-03-09T14:30:00', 'en-GB', 'Monday, 14:30'],
    ['2026-03-05T14:30:00', 'en-GB', '5 March'],
    ['2026-03-05T14:30:00', 'de-DE', '5. März'],
    ['2025-03-05T14:30:00', 'de-DE', '5. März 2025'],
  ])('%s reads in %s as “%s”', (moment, locale, expected) => {
    expect(formatMoment(at(moment), today, locale)).toBe(expected);
  });

  it('of the day before is yesterday also where that day had 23 or 25 hours', () => {
    for (const day of ['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01']) {
      const next = startOfDay(at(`${day}T12:00:00`) + 24 * 60 * 60 * 1000);
      expect(formatMoment(at(`${day}T12:00:00`), next, 'en-GB')).toBe('yesterday, 12:00');
    }
  });
});

it('a date names its year only where it is another one', () => {
  expect(formatDate(at('2026-03-03T10:00:00'), today, 'en-GB')).toBe('3 March');
  expect(formatDate(at('2026-03-12T10:00:00'), today, 'de-DE')).toBe('12. März');
  expect(formatDate(at('2025-12-03T10:00:00'), today, 'en-GB')).toBe('3 December 2025');
});

it.each([
  ['2026-03-12T00:00:00', 'en-GB', 'Today'],
  ['2026-03-11T00:00:00', 'de-DE', 'Gestern'],
  ['2026-03-10T00:00:00', 'de-DE', 'Dienstag, 10. März'],
])('the day %s is headed in %s with “%s”', (day, locale, expected) => {
  expect(formatDay(at(day), today, locale)).toBe(expected);
});

it('a span that ends on another day says on which', () => {
  const evening = at('2026-03-11T22:10:00');
  expect(formatSpan(evening, at('2026-03-11T23:00:00'), 'en-GB')).toBe('22:10 – 23:00');
  expect(formatSpan(evening, at('2026-03-12T08:05:00'), 'de-DE')).toBe(
    '22:10 – Do., 12. März, 08:05',
  );
});

it('a time is that of the place where the computer is by now', () => {
  onTestFinished(() => void vi.unstubAllEnvs());
  const noon = Date.parse('2026-03-12T12:00:00Z');
  vi.stubEnv('TZ', 'Europe/Berlin');
  expect(formatTime(noon, 'en-GB')).toBe('13:00');
  vi.stubEnv('TZ', 'Europe/Lisbon');
  expect(formatTime(noon, 'en-GB')).toBe('12:00');
});
