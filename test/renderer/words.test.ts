import { describe, expect, it } from 'vitest';
import type { Live } from '../../src/renderer/app/team-view.ts';
import { translateInto } from '../../src/renderer/i18n/translate.ts';
import { ownWords } from '../../src/renderer/own-status/own-words.ts';
import { startOfDay } from '../../src/renderer/time/moment.ts';
import { statusWords } from '../../src/renderer/time/status-words.ts';

const en = translateInto('en');
const de = translateInto('de');
const at = (time: string) => new Date(`2026-03-12T${time}:00`).getTime();
const today = startOfDay(at('15:00'));
const online: Live = {
  status: 'online',
  since: at('14:30'),
  cause: 'chosen',
  until: null,
  note: null,
};

describe('the line under a colleague’s name', () => {
  it('tells since when', () => {
    expect(statusWords(online, today, 'en-GB', en)).toBe('since 14:30');
    expect(statusWords(online, today, 'de-DE', de)).toBe('seit 14:30');
  });

  it('tells until when someone is Busy, and with what', () => {
    const busy: Live = { ...online, status: 'busy', until: at('15:30'), note: 'Lunch' };
    expect(statusWords(busy, today, 'en-GB', en)).toBe('Busy · until 15:30 · Lunch');
    expect(statusWords(busy, today, 'de-DE', de)).toBe('Beschäftigt · bis 15:30 · Lunch');
  });
});

describe('the own status in words', () => {
  it('is the acknowledged one, and a choice on its way is told as such', () => {
    expect(ownWords(online, 'busy', today, 'en-GB', en)).toEqual({
      line: 'Changing to Busy…',
      button: 'You are Online. Change status',
    });
  });

  it('says why the member is Offline', () => {
    const away: Live = { ...online, status: 'offline', cause: 'locked' };
    expect(ownWords(away, null, today, 'de-DE', de)).toEqual({
      line: 'Offline · Bildschirm gesperrt',
      button: 'Sie sind Offline (Bildschirm gesperrt). Status ändern',
    });
  });

  it('PR9: is not known without a connection', () => {
    expect(ownWords(null, null, today, 'en-GB', en).line).toBe('Status not known');
  });
});
