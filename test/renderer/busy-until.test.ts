import { describe, expect, it } from 'vitest';
import { translateInto } from '../../src/renderer/i18n/translate.ts';
import { busyLabel } from '../../src/renderer/own-status/busy-label.ts';
import { entered, noteOf } from '../../src/renderer/own-status/busy-until.ts';
import { BUSY_DURATIONS } from '../../src/shared/domain/busy-duration.ts';
import { chooseSchema } from '../../src/shared/protocol/schemas.ts';

const now = new Date('2026-03-12T14:10:00').getTime();

describe('Busy until a time of day', () => {
  it('PR8: lasts until the clock next shows it, on the next day if need be', () => {
    expect(entered({ hour: 14, minute: 30 }, now)).toEqual({ kind: 'fits', forSeconds: 20 * 60 });
    expect(entered({ hour: 14, minute: 0 }, now)).toEqual({
      kind: 'fits',
      forSeconds: (23 * 60 + 50) * 60,
    });
  });

  it('PR8: is refused where it is less than 5 minutes away', () => {
    expect(entered({ hour: 14, minute: 14 }, now)).toEqual({ kind: 'too-soon' });
    expect(entered({ hour: 14, minute: 15 }, now).kind).toBe('fits');
  });

  it('needs a time', () => {
    expect(entered(null, now)).toEqual({ kind: 'missing' });
  });
});

describe('the note', () => {
  it.each([
    ['', undefined],
    ['   ', undefined],
    [' Lunch ', 'Lunch'],
    ['In a\tmeeting\u0000', 'In a meeting'],
  ])('%j is sent as %j', (text, note) => {
    expect(noteOf(text)).toBe(note);
  });

  it('is one that the server takes, whatever was pasted', () => {
    const note = noteOf('a\u0007b\r\nc\u009f');
    expect(chooseSchema.safeParse({ choice: 'busy', note, ageMs: 0 }).success).toBe(true);
  });
});

it('PR8: every duration of the menu has words of its own in both languages', () => {
  for (const language of ['en', 'de'] as const) {
    const labels = BUSY_DURATIONS.map((duration) => busyLabel(duration, translateInto(language)));
    expect(new Set(labels).size).toBe(BUSY_DURATIONS.length);
    expect(labels.join()).not.toMatch(/busy\.|\{\{/);
  }
  expect(busyLabel('1-hour', translateInto('de'))).toBe('1 Stunde');
  expect(busyLabel('2-hours', translateInto('en'))).toBe('2 hours');
});
