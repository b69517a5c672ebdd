import { describe, expect, it } from 'vitest';
import { formatMoment, startOfDay } from '../../src/renderer/time/moment.ts';

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
