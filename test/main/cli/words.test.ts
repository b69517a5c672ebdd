import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ownJson, teamJson } from '../../../src/main/cli/json.ts';
import { choiceWords, ownWords, type Speech, teamLines } from '../../../src/main/cli/words.ts';
import type { OwnReport, ReportedMember, TeamReport } from '../../../src/main/control/report.ts';
import { createTranslator } from '../../support/translators.ts';

const at = (hour: number, minute: number): number => new Date(2026, 2, 2, hour, minute).getTime();
const speech = (language: 'en' | 'de' = 'en'): Speech => ({
  t: createTranslator(language),
  locale: language === 'en' ? 'en-GB' : 'de-DE',
  now: at(14, 10),
  stream: new PassThrough(),
});

const busy: OwnReport = {
  signedIn: true,
  connected: true,
  live: {
    status: 'busy',
    since: at(14, 0),
    cause: 'chosen',
    note: 'Lunch',
    choice: 'busy',
    until: at(14, 30),
  },
  pending: null,
};
const away: OwnReport = {
  ...busy,
  live: {
    status: 'offline',
    since: at(14, 5),
    cause: 'locked',
    note: null,
    choice: 'busy',
    until: at(14, 30),
  },
};
const lost: OwnReport = {
  signedIn: true,
  connected: false,
  live: null,
  pending: { choice: 'busy', until: at(14, 30) },
};

const anna: ReportedMember = {
  memberId: 'anna',
  name: 'Anna',
  role: 'agent',
  self: false,
  status: 'online',
  since: at(13, 0),
  cause: 'chosen',
  note: null,
  until: null,
};
const ben: ReportedMember = { ...anna, memberId: 'ben', name: 'Ben Sommer', self: true };
const team = (...members: ReportedMember[]): TeamReport => ({
  signedIn: true,
  connected: true,
  members,
});

describe('CL4 the own status', () => {
  it('is said with its end, its note and since when', () => {
    expect(ownWords(busy, speech())).toBe('You are Busy until 14:30 (Lunch), since 14:00');
    expect(ownWords(busy, speech('de'))).toBe('Sie sind Beschäftigt bis 14:30 (Lunch), seit 14:00');
    expect(ownWords(away, speech())).toBe('You are Offline (screen locked), since 14:05');
  });

  it('PR9 is not said without a connection; what waits for one is (PR10)', () => {
    expect(ownWords(lost, speech())).toBe(
      'There is no connection to the team server, so nobody’s status is known. Ampel goes on trying.\nBusy until 14:30 as soon as the connection is back',
    );
  });

  it('just chosen is said as what the server took', () => {
    expect(choiceWords(busy, speech())).toBe('You are Busy until 14:30');
    expect(choiceWords(away, speech())).toBe(
      'Busy until 14:30 is chosen. Your team sees you as Offline (screen locked) until you use the computer again.',
    );
    expect(choiceWords(lost, speech())).toBe('Busy until 14:30 as soon as the connection is back');
  });

  it('is an object of its own for scripts', () => {
    expect(JSON.parse(ownJson(away))).toEqual({
      status: 'offline',
      since: new Date(at(14, 5)).toISOString(),
      until: new Date(at(14, 30)).toISOString(),
      note: null,
      cause: 'locked',
      choice: 'busy',
      pending: null,
      connected: true,
      signedIn: true,
    });
  });
});

describe('CL4 the team', () => {
  it('is one line for each member', () => {
    expect(teamLines(null, team(ben, anna), speech())).toEqual([
      'Online   Ben Sommer (you)  since 13:00',
      'Online   Anna              since 13:00',
    ]);
  });

  it('is in a watch only what is different', () => {
    const lunch: ReportedMember = {
      ...anna,
      status: 'busy',
      since: at(14, 10),
      until: at(15, 0),
      note: 'Lunch',
    };
    const before = team(ben, anna);
    expect(teamLines(before, before, speech())).toEqual([]);
    expect(teamLines(before, team(ben, lunch), speech())).toEqual([
      '14:10  Anna: Busy until 15:00 (Lunch)',
    ]);
    expect(teamLines(before, team(ben), speech())).toEqual(['14:10  Anna has left the team']);
    expect(teamLines(team(ben), before, speech())).toEqual(['14:10  Anna: Online']);
  });

  it('is an object for scripts', () => {
    expect(JSON.parse(teamJson(team(anna)))).toEqual({
      members: [{ ...anna, since: new Date(anna.since).toISOString(), until: null }],
      connected: true,
      signedIn: true,
    });
  });
});
