import { describe, expect, it } from 'vitest';
import { candidates } from '../../src/renderer/contacts/candidates.ts';
import {
  aboutWords,
  loadWords,
  ownWords,
  waitingWords,
} from '../../src/renderer/contacts/contact-words.ts';
import { Follower } from '../../src/renderer/contacts/follower.ts';
import { type WaitingState, waitingState } from '../../src/renderer/contacts/waiting-state.ts';
import type { WaitingOutcome } from '../../src/shared/bridge/bridge.ts';
import type { OwnContactView, WaitingContactView } from '../../src/shared/bridge/contacts.ts';
import type { MemberView } from '../../src/shared/bridge/view.ts';
import type { Status } from '../../src/shared/domain/status.ts';
import { textsIn } from './texts.ts';

const MINUTE = 60_000;
const words = {
  contactId: 'c1',
  customer: 'Maria Fischer',
  subject: 'Refund',
  channel: 'chat',
  link: null,
  arrivedAt: 0,
};
const waiting = (returned: WaitingContactView['returned'] = null): WaitingContactView => ({
  ...words,
  returned,
});

describe('a contact in words', () => {
  const en = textsIn('en');
  const de = textsIn('de');

  it('says what it is about, as far as that is known', () => {
    expect(aboutWords({ subject: 'Refund', channel: 'chat' })).toBe('Refund · chat');
    expect(aboutWords({ subject: null, channel: 'chat' })).toBe('chat');
    expect(aboutWords({ subject: null, channel: null })).toBe('');
  });

  it('says how long it has been the member’s', () => {
    const own: OwnContactView = { ...words, state: 'assigned', assignedAt: 0 };
    expect(ownWords(own, 59_000, 'en-GB', en)).toBe('to accept · yours just now');
    expect(ownWords({ ...own, state: 'accepted' }, 125 * MINUTE, 'en-GB', en)).toBe(
      'accepted · yours for 2 hrs 5 mins',
    );
  });

  it('says how long somebody waits, and AS6 why again', () => {
    expect(waitingWords(waiting(), 0, 'en-GB', en)).toBe('just arrived');
    expect(waitingWords(waiting(), 5 * MINUTE, 'de-DE', de)).toBe('wartet seit 5 Min.');
    const again = (returned: WaitingContactView['returned']) =>
      waitingWords(waiting(returned), 0, 'en-GB', en);
    expect(again({ reason: 'returned', name: 'Anna' })).toBe('just arrived · returned by Anna');
    expect(again({ reason: 'offline', name: 'Anna' })).toBe(
      'just arrived · Anna went Offline before accepting it',
    );
    expect(again({ reason: 'offline', name: null })).toBe(
      'just arrived · was with someone who has left the team',
    );
  });
});

function person(name: string, status: Status | null): MemberView {
  const live = status && { status, since: 0, cause: 'chosen', until: null, note: null };
  return { memberId: name, name, role: 'agent', watched: false, live } as MemberView;
}

describe('AS7 whom a contact can be given to', () => {
  const team = [
    person('Anna', 'offline'),
    person('Ben', 'online'),
    person('Cleo Winter', 'busy'),
    person('Dana', 'online'),
    person('Emil', null),
  ];
  const names = (query: string) =>
    candidates(team, new Map(), query).people.map(({ name }) => name);

  it('are all, whoever is Online first', () => {
    expect(names('')).toEqual(['Ben', 'Dana', 'Cleo Winter', 'Anna', 'Emil']);
  });

  it('are said with what they have, whoever has room before who has not', () => {
    const load = (memberId: string, open: number, receivesContacts = true) =>
      [memberId, { memberId, receivesContacts, open, capacity: 3 }] as const;
    const loads = new Map([load('Ben', 3), load('Dana', 2), load('Anna', 0, false)]);
    const order = candidates(team, loads, '').people.map(({ name }) => name);
    expect(order).toEqual(['Dana', 'Ben', 'Cleo Winter', 'Anna', 'Emil']);
    const [en, de] = [textsIn('en'), textsIn('de')];
    const ben = { open: 3, capacity: 3, receivesContacts: true };
    expect([loadWords(ben, en), loadWords(ben, de)]).toEqual([
      '3 of 3 contacts',
      '3 von 3 Kontakten',
    ]);
    expect(loadWords({ ...ben, receivesContacts: false }, en)).toBe('receives no contacts');
  });

  it('are found by a part of the name', () => {
    expect(names('win')).toEqual(['Cleo Winter']);
    expect(names('xyz')).toEqual([]);
  });

  it('are no more than can be read, and it is said how many are left out', () => {
    const many = Array.from({ length: 120 }, (_, index) => person(`P${index}`, 'online'));
    const { people, rest } = candidates(many, new Map(), '');
    expect([people.length, rest]).toEqual([50, 70]);
  });
});

describe('what waits, while somebody looks at it', () => {
  function follower() {
    const asked: ((outcome: WaitingOutcome) => void)[] = [];
    const shown: WaitingState[] = [];
    const pauses: (() => void)[] = [];
    const followed = new Follower({
      get: () => waitingState(new Promise((resolve) => asked.push(resolve))),
      show: (state) => shown.push(state),
      pause: () => new Promise((resolve) => pauses.push(resolve)),
    });
    const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
    /** Lets the time pass that lies between two questions. */
    const pass = () => {
      for (const end of pauses.splice(0)) end();
      return settled();
    };
    const answer = async (outcome: WaitingOutcome) => {
      asked.at(-1)?.(outcome);
      await settled();
    };
    return { followed, asked, shown, answer, pass };
  }
  const one: WaitingOutcome = { ok: true, waiting: [waiting()] };
  const none: WaitingOutcome = { ok: true, waiting: [] };

  it('TR2 is asked for now and then, and once more after what changed meanwhile', async () => {
    const { followed, asked, shown, answer, pass } = follower();
    for (let change = 0; change < 10; change += 1) followed.look();
    expect(asked).toHaveLength(1);
    await answer(none);
    expect(shown).toHaveLength(1);
    expect(asked).toHaveLength(1);
    await pass();
    expect(asked).toHaveLength(2);
    await answer(one);
    followed.look();
    expect(asked).toHaveLength(2);
    await pass();
    expect(asked).toHaveLength(3);
    await answer(one);
    await pass();
    expect(asked).toHaveLength(3);
    expect(shown.at(-1)).toEqual({ kind: 'shown', waiting: [waiting()] });
    followed.look();
    expect(asked).toHaveLength(4);
  });

  it('is told to be unknown where it cannot be had', async () => {
    const refused = waitingState(
      Promise.resolve({ ok: false, problem: { code: 'unavailable' } } as const),
    );
    expect(await refused).toEqual({ kind: 'failed', problem: { code: 'unavailable' } });
    const broken = waitingState(Promise.reject(new Error('gone')));
    expect(await broken).toMatchObject({ kind: 'failed', problem: { code: 'no-answer' } });
  });

  it('is not shown any more when nobody looks', async () => {
    const { followed, shown, answer } = follower();
    followed.look();
    followed.end();
    await answer(one);
    expect(shown).toEqual([]);
  });
});
