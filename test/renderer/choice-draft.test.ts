import { describe, expect, it } from 'vitest';
import {
  drafted,
  draftFor,
  entered,
  noteOf,
  type Standing,
  standingOf,
} from '../../src/renderer/own-status/choice-draft.ts';
import type { Language } from '../../src/shared/bridge/view.ts';
import { BUSY_DURATIONS, type BusyDuration } from '../../src/shared/domain/busy-duration.ts';
import { BUSY_LABELS } from '../../src/shared/messages/busy-labels.ts';
import { chooseSchema } from '../../src/shared/protocol/schemas.ts';
import { textsIn } from './texts.ts';
import { teamView } from './views.ts';

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

describe('a status with note and end', () => {
  const minutes = (count: number) => now + count * 60_000;
  const lunch: Standing = { choice: 'busy', until: minutes(20), note: 'Lunch' };

  it('begins with what stands where a note is to be changed', () => {
    expect(draftFor('note', lunch, now)).toEqual({
      choice: 'busy',
      end: 'standing',
      time: null,
      note: 'Lunch',
    });
    const online: Standing = { choice: 'online', until: null, note: null };
    expect(draftFor('note', online, now)).toMatchObject({ choice: 'online', end: 'open' });
  });

  it('begins as Busy until a time where that was asked for', () => {
    const online: Standing = { choice: 'online', until: null, note: 'At the front desk' };
    expect(draftFor('busy-until', online, now)).toEqual({
      choice: 'busy',
      end: 'time',
      time: null,
      note: '',
    });
  });

  it('PR8: changes the note without changing the end', () => {
    const draft = { ...draftFor('note', lunch, now), note: ' Dentist ' };
    expect(drafted(draft, lunch, now)).toEqual({
      kind: 'fits',
      request: { choice: 'busy', note: 'Dentist', forSeconds: 20 * 60 },
    });
  });

  it('PR8: asks for another end where the one that stands is too near to be sent', () => {
    const nearlyOver: Standing = { ...lunch, until: minutes(3) };
    expect(draftFor('note', nearlyOver, now).end).toBe('time');
    const draft = draftFor('note', lunch, now);
    expect(drafted(draft, lunch, minutes(17))).toEqual({ kind: 'too-soon' });
  });

  it('has no end where none is wanted, Online as well', () => {
    const draft = { choice: 'online', end: 'open', time: null, note: 'Front desk' } as const;
    expect(drafted(draft, lunch, now)).toEqual({
      kind: 'fits',
      request: { choice: 'online', note: 'Front desk' },
    });
  });

  it('PR10: begins with a choice that is still on its way', () => {
    const pending = { choice: 'busy', until: null, waitsFor: 'connection' } as const;
    expect(standingOf(teamView({ pending })).choice).toBe('busy');
    expect(standingOf(teamView()).choice).toBe('online');
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
  return textsIn(language)(key, { count });
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
