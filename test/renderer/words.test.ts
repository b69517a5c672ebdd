import { describe, expect, it } from 'vitest';
import type { Live } from '../../src/renderer/bridge/team-view.ts';
import { ownButton, ownLine } from '../../src/renderer/own-status/own-words.ts';
import { statusWords } from '../../src/renderer/time/status-words.ts';
import { startOfDay } from '../../src/shared/time/moment.ts';
import { textsIn } from './texts.ts';

const en = textsIn('en');
const de = textsIn('de');
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
  const words = (live: Partial<Live>, now: string, language: 'en' | 'de' = 'en') =>
    statusWords(
      { ...online, ...live },
      at(now),
      language === 'en' ? 'en-GB' : 'de-DE',
      language === 'en' ? en : de,
    );

  it('tells for how long', () => {
    expect(words({}, '16:35')).toBe('Online · for 2 hrs 5 mins');
    expect(words({}, '16:35', 'de')).toBe('Online · seit 2 Std. 5 Min.');
  });

  it('counts nothing within the first minute, nor where the clocks disagree a little', () => {
    expect(words({}, '14:30')).toBe('Online · just now');
    expect(words({}, '14:29')).toBe('Online · just now');
    expect(words({}, '14:30', 'de')).toBe('Online · gerade eben');
  });

  it('tells since when, where that is a day ago and more', () => {
    const yesterday = at('14:30') - 24 * 60 * 60 * 1000;
    const live = { status: 'offline', since: yesterday } as const;
    expect(words(live, '15:00')).toBe('Offline · since yesterday, 14:30');
    expect(words(live, '15:00', 'de')).toBe('Offline · seit gestern, 14:30');
  });

  it('PR8: tells when someone Busy is back, and the note', () => {
    const busy = { status: 'busy', until: at('15:30'), note: 'Lunch' } as const;
    expect(words(busy, '15:00')).toBe('Busy · back at 15:30 · Lunch');
    expect(words(busy, '15:00', 'de')).toBe('Beschäftigt · wieder da um 15:30 · Lunch');
  });

  it('PR8: tells the day with it, where it is another one', () => {
    const busy = { status: 'busy', until: at('09:00') + 24 * 60 * 60 * 1000 } as const;
    expect(words(busy, '15:00')).toBe('Busy · back tomorrow, 09:00');
    expect(words(busy, '15:00', 'de')).toBe('Beschäftigt · wieder da morgen, 09:00');
  });
});

describe('the own status in words', () => {
  const line = (own: Partial<Parameters<typeof ownLine>[0]>, language: 'en' | 'de' = 'en') =>
    ownLine(
      { live: online, pending: null, minutesLeft: null, ...own },
      today,
      language === 'en' ? 'en-GB' : 'de-DE',
      language === 'en' ? en : de,
    );
  const lunch: Live = { ...online, status: 'busy', until: at('15:24'), note: 'Lunch' };

  it('is the acknowledged one, and a choice on its way is told as such', () => {
    expect(line({ pending: { choice: 'busy', until: null, waitsFor: 'answer' } })).toBe(
      'Changing to Busy…',
    );
    expect(ownButton(online, en)).toBe('You are Online. Change status');
  });

  it('says why the member is Offline', () => {
    const away: Live = { ...online, status: 'offline', cause: 'locked' };
    expect(line({ live: away }, 'de')).toBe('Offline · Bildschirm gesperrt');
    expect(ownButton(away, de)).toBe('Sie sind Offline (Bildschirm gesperrt). Status ändern');
  });

  it('PR8: tells when a timed choice ends and how much of it is left', () => {
    expect(line({ live: lunch, minutesLeft: 24 })).toBe(
      'Busy · until 15:24 · 24 mins left · Lunch',
    );
    expect(line({ live: lunch, minutesLeft: 84 }, 'de')).toBe(
      'Beschäftigt · bis 15:24 · noch 1 Std. 24 Min. · Lunch',
    );
  });

  it('PR8: counts nothing any more when the time is over and the server has not said so yet', () => {
    expect(line({ live: lunch, minutesLeft: 0 })).toBe('Busy · until 15:24 · Lunch');
  });

  it('PR9: is not known without a connection', () => {
    expect(line({ live: null })).toBe('Status not known');
    expect(ownButton(null, en)).toBe('Your status is not known at the moment. Change status');
  });

  it('PR10: says what waits for the connection, and until when it would be', () => {
    const kept = { choice: 'busy', until: null, waitsFor: 'connection' } as const;
    expect(line({ live: null, pending: kept })).toBe('Busy as soon as the connection is back');
    expect(line({ live: null, pending: { ...kept, until: at('16:00') } }, 'de')).toBe(
      'Beschäftigt bis 16:00, sobald die Verbindung wieder steht',
    );
  });
});
