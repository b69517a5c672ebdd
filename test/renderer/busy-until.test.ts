import { describe, expect, it } from 'vitest';
import { translateInto } from '../../src/renderer/i18n/translate.ts';
import { entered, noteOf } from '../../src/renderer/own-status/busy-until.ts';
import type { Language } from '../../src/shared/bridge/view.ts';
import { BUSY_DURATIONS, type BusyDuration } from '../../src/shared/domain/busy-duration.ts';
import { BUSY_LABELS } from '../../src/shared/messages/busy-labels.ts';
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

function label(duration: BusyDuration, language: Language): string {
  const { key, count } = BUSY_LABELS[duration];
  return translateInto(language)(key, { count });
}

it('PR8: every duration of the menu has words of its own in both languages', () => {
  for (const language of ['en', 'de'] as const) {
    const labels = BUSY_DURATIONS.map((duration) => label(duration, language));
    expect(new Set(labels).size).toBe(BUSY_DURATIONS.length);
    expect(labels.join()).not.toMatch(/busy\.|\{\{/);
  }
  expect(label('1-hour', 'de')).toBe('1 Stunde');
  expect(label('2-hours', 'en')).toBe('2 hours');
});
