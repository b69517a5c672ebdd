import { describe, expect, it } from 'vitest';
import { differences } from '../../../src/renderer/board/audit/differences.ts';
import {
  fieldName,
  fieldValue,
  type Speech,
} from '../../../src/renderer/board/audit/field-words.ts';
import { boardSpeaker } from '../../../src/renderer/board/i18n/board-texts.tsx';
import type { Language } from '../../../src/shared/bridge/view.ts';
import { boardDe } from '../../../src/shared/messages/board/de.ts';
import { boardEn } from '../../../src/shared/messages/board/en.ts';
import { textsIn } from '../texts.ts';

function speechIn(language: Language): Speech {
  return {
    t: boardSpeaker(language, language === 'en' ? boardEn : boardDe),
    shared: textsIn(language),
    locale: language === 'en' ? 'en-GB' : 'de-DE',
    nameOf: (memberId) => (memberId === 'ben' ? 'Ben' : null),
    momentOf: (at) => `moment ${at}`,
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** A line for each change, as the page shows them. */
function linesIn(language: Language, before: Fields | null, after: Fields | null): string[] {
  const speech = speechIn(language);
  return differences(before, after).map(({ field, from, to }) => {
    const values = [from, to].map((value) => fieldValue(field, value, speech));
    return `${fieldName(field, speech)}: ${values.map((value) => value ?? '-').join(' → ')}`;
  });
}

describe('AC8 the audit log', () => {
  it('says in words what has changed, and not what stayed', () => {
    const before = {
      inactivityTimeoutMinutes: 15,
      lockPolicy: 'offline',
      assignOnlyOnline: true,
      holdSeconds: 60,
      name: 'Ben',
    };
    const after = {
      inactivityTimeoutMinutes: 60,
      lockPolicy: 'ignore',
      assignOnlyOnline: false,
      holdSeconds: 90,
      name: 'Ben',
    };
    expect(linesIn('en', before, after)).toEqual([
      'Offline without input after: 15 mins → 1 hr',
      'When a screen is locked: Offline at once → Only the time without input decides',
      'Contacts only for members who are Online: on → off',
      'Time until a contact comes back: 1 min → 1 min 30 secs',
    ]);
    expect(linesIn('de', before, after)).toEqual([
      'Offline ohne Eingabe nach: 15 Min. → 1 Std.',
      'Wenn ein Bildschirm gesperrt wird: Sofort Offline → Nur die Zeit ohne Eingabe entscheidet',
      'Kontakte nur für Mitglieder, die Online sind: ein → aus',
      'Zeit, bis ein Kontakt zurückkommt: 1 Min. → 1 Min. 30 Sek.',
    ]);
  });

  it('says who, when, in which role and for what', () => {
    const joined = {
      role: 'manager',
      invitedBy: 'ben',
      expiresAt: 5,
      scopes: ['contacts', 'status:read'],
    };
    expect(linesIn('en', null, joined)).toEqual([
      'Role: - → Manager',
      'Invited by: - → Ben',
      'Valid until: - → moment 5',
      'May: - → put in and follow contacts and read who is Online',
    ]);
    const returned = { state: 'waiting', memberId: null, reason: 'offline' };
    expect(linesIn('de', { state: 'assigned', memberId: 'gone' }, returned)).toEqual([
      'Zustand: noch nicht angenommen → wartet',
      'Bei: ehemaliges Mitglied → -',
      'Grund: - → Offline, bevor er angenommen war',
    ]);
  });

  it('shows what a newer server records as it is', () => {
    expect(
      linesIn('en', { role: 'agent' }, { role: 'auditor', colour: 'red', sizes: [1] }),
    ).toEqual(['Role: Agent → auditor', 'colour: - → red', 'sizes: - → [1]']);
  });
});
