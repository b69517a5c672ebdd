import { describe, expect, it } from 'vitest';
import type { TeamNotice, ToldChange } from '../../../src/client/notifications/notice.ts';
import { type Speech, wordsOf } from '../../../src/client/notifications/team-words.ts';
import type { MemberView } from '../../../src/shared/bridge/view.ts';
import type { Status } from '../../../src/shared/domain/status.ts';
import { createTranslator } from '../../support/translators.ts';

/** Monday noon. */
const NOON = new Date(2026, 2, 9, 12).getTime();

const english = (live: MemberView['live'] = null): Speech => ({
  t: createTranslator('en'),
  time: { now: NOON, locale: 'en-GB' },
  live: () => live,
});
const german = (live: MemberView['live'] = null): Speech => ({
  t: createTranslator('de'),
  time: { now: NOON, locale: 'de-DE' },
  live: () => live,
});

const person = (name: string) => ({ memberId: name, name, role: 'agent' }) as const;
const change = (name: string, from: Status, to: Status): ToldChange => ({
  member: person(name),
  from,
  to,
});
const changes = (...list: ToldChange[]): TeamNotice => ({ kind: 'changes', changes: list });

const ANNA = change('Anna', 'offline', 'online');
const BEN = change('Ben', 'online', 'busy');
const CLEO = change('Cleo', 'busy', 'offline');
const DORA = change('Dora', 'busy', 'online');
const EMIL = change('Emil', 'busy', 'online');

describe('notifications about the team', () => {
  it('name who changed, and from what', () => {
    expect(wordsOf(changes(BEN), english())).toEqual({
      title: 'Ben is Busy',
      body: 'Was Online before.',
    });
    expect(wordsOf(changes(BEN), german())).toEqual({
      title: 'Ben ist Beschäftigt',
      body: 'War vorher Online.',
    });
  });

  it('PR8 say until when somebody is Busy, and their note', () => {
    const live = {
      status: 'busy',
      since: NOON,
      cause: 'chosen',
      until: NOON + 30 * 60_000,
      note: 'Tom & Lunch',
    } as const;
    expect(wordsOf(changes(BEN), english(live))).toEqual({
      title: 'Ben is Busy until 12:30',
      body: 'Tom & Lunch',
    });
    expect(wordsOf(changes(BEN), german(live)).title).toBe('Ben ist Beschäftigt bis 12:30');
  });

  it('say nothing of a status that has passed already', () => {
    const live = { status: 'online', since: NOON, cause: 'timer', until: NOON, note: 'x' } as const;
    expect(wordsOf(changes(BEN), english(live))).toEqual(wordsOf(changes(BEN), english()));
  });

  it('NO3 name up to three people, by name', () => {
    expect(wordsOf(changes(CLEO, ANNA, BEN), english())).toEqual({
      title: '3 colleagues changed status',
      body: 'Anna is Online, Ben is Busy and Cleo is Offline',
    });
    expect(wordsOf(changes(ANNA, BEN), german())).toEqual({
      title: '2 Teammitglieder haben den Status gewechselt',
      body: 'Anna ist Online und Ben ist Beschäftigt',
    });
  });

  it('NO3 count the others where there are more', () => {
    const many = changes(EMIL, DORA, BEN, ANNA, CLEO);
    expect(wordsOf(many, english())).toEqual({
      title: '5 colleagues changed status',
      body: 'Anna is Online, Ben is Busy and 3 more',
    });
    expect(wordsOf(many, german())).toEqual({
      title: '5 Teammitglieder haben den Status gewechselt',
      body: 'Anna ist Online, Ben ist Beschäftigt und 3 weitere Personen',
    });
  });

  it('NO1 say what is different after a lost connection', () => {
    const digest: TeamNotice = { kind: 'digest', changes: [ANNA] };
    expect(wordsOf(digest, english())).toEqual({
      title: 'While you were not connected',
      body: 'Anna is Online',
    });
    expect(wordsOf(digest, german())).toEqual({
      title: 'Während Sie nicht verbunden waren',
      body: 'Anna ist Online',
    });
  });

  it('NO6 say that nobody is Online, and who is again', () => {
    expect(wordsOf({ kind: 'nobody-online' }, english())).toEqual({
      title: 'Nobody is Online',
      body: 'Nobody in your team can take the next contact.',
    });
    expect(wordsOf({ kind: 'nobody-online' }, german())).toEqual({
      title: 'Niemand ist Online',
      body: 'Niemand in Ihrem Team kann den nächsten Kontakt annehmen.',
    });
    const over: TeamNotice = { kind: 'nobody-online-over', online: [person('Anna')] };
    expect(wordsOf(over, english())).toEqual({
      title: 'Someone is Online again',
      body: 'Anna is Online',
    });
    expect(wordsOf(over, german())).toEqual({
      title: 'Wieder jemand Online',
      body: 'Anna ist Online',
    });
  });
});
