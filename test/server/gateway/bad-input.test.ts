import { describe, expect, it } from 'vitest';
import { ConnectedTeam } from '../../support/connected-team.ts';

const activity = { seq: 1_000, idleMs: 0, locked: false, source: 'system' };
const choose = { choice: 'busy', ageMs: 0 };
const TOO_BIG = 2 ** 31;

describe('a message that does not fit', () => {
  it.each<[string, string, unknown, string]>([
    ['activity', 'a negative idle time', { ...activity, idleMs: -1 }, 'idleMs'],
    ['activity', 'half a millisecond', { ...activity, idleMs: 0.5 }, 'idleMs'],
    ['activity', 'a huge idle time', { ...activity, idleMs: TOO_BIG }, 'idleMs'],
    ['activity', 'an idle time beyond all numbers', { ...activity, idleMs: 1e300 }, 'idleMs'],
    ['activity', 'no idle time', { ...activity, idleMs: undefined }, 'idleMs'],
    ['activity', 'an idle time that is no number', { ...activity, idleMs: Number.NaN }, 'idleMs'],
    ['activity', 'an idle time in words', { ...activity, idleMs: '0' }, 'idleMs'],
    ['activity', 'a negative number', { ...activity, seq: -1 }, 'seq'],
    ['activity', 'a huge number', { ...activity, seq: TOO_BIG }, 'seq'],
    ['activity', 'half a number', { ...activity, seq: 1_000.5 }, 'seq'],
    ['activity', 'no number', { ...activity, seq: undefined }, 'seq'],
    ['activity', 'locked in words', { ...activity, locked: 'true' }, 'locked'],
    ['activity', 'an unknown source', { ...activity, source: 'guess' }, 'source'],
    ['activity', 'a status of its own', { ...activity, status: 'offline' }, 'status'],
    ['choose', 'Offline', { ...choose, choice: 'offline' }, 'choice'],
    ['choose', 'another spelling', { ...choose, choice: 'Online' }, 'choice'],
    ['choose', 'no age', { choice: 'busy' }, 'ageMs'],
    ['choose', 'an age in the future', { ...choose, ageMs: -1 }, 'ageMs'],
    ['choose', 'a huge age', { ...choose, ageMs: TOO_BIG }, 'ageMs'],
    ['choose', 'too short a time', { ...choose, forSeconds: 299 }, 'forSeconds'],
    ['choose', 'too long a time', { ...choose, forSeconds: 86_401 }, 'forSeconds'],
    ['choose', 'half a second', { ...choose, forSeconds: 300.5 }, 'forSeconds'],
    ['choose', 'too long a note', { ...choose, note: 'x'.repeat(81) }, 'note'],
    ['choose', 'a note of two lines', { ...choose, note: 'two\nlines' }, 'note'],
    ['choose', 'a note with a bell', { ...choose, note: 'ding\u0007' }, 'note'],
    ['choose', 'a note with a hidden end', { ...choose, note: 'a\u0000b' }, 'note'],
    ['choose', 'a note with an escape', { ...choose, note: '\u001b[31mred' }, 'note'],
    ['choose', 'a note of nothing but spaces', { ...choose, note: '   ' }, 'note'],
    ['choose', 'an empty note', { ...choose, note: '' }, 'note'],
    ['choose', 'somebody else', { ...choose, memberId: 'bo' }, 'memberId'],
    ['settings:set', 'no minutes', { inactivityTimeoutMinutes: 0 }, 'inactivityTimeoutMinutes'],
    ['settings:set', '61 minutes', { inactivityTimeoutMinutes: 61 }, 'inactivityTimeoutMinutes'],
    [
      'settings:set',
      'half a minute',
      { inactivityTimeoutMinutes: 1.5 },
      'inactivityTimeoutMinutes',
    ],
    [
      'settings:set',
      'minutes in words',
      { inactivityTimeoutMinutes: '15' },
      'inactivityTimeoutMinutes',
    ],
    [
      'settings:set',
      'one that fits and one that does not',
      { inactivityTimeoutMinutes: 5, holdSeconds: -1 },
      'holdSeconds',
    ],
    ['settings:set', 'an unknown policy', { lockPolicy: 'online' }, 'lockPolicy'],
    ['settings:set', 'who set it', { timeoutSetBy: null }, 'timeoutSetBy'],
    ['settings:set', 'nothing', {}, 'setting'],
    ['history:get', 'nothing at all', { limit: 0 }, 'limit'],
    ['history:get', 'too many', { limit: 201 }, 'limit'],
    ['history:get', 'one and a half', { limit: 1.5 }, 'limit'],
    ['history:get', 'no limit', {}, 'limit'],
    ['history:get', 'before all time', { limit: 1, before: -1 }, 'before'],
    ['history:get', 'somebody else’s', { limit: 1, memberId: 'bo' }, 'memberId'],
    ['bye', 'an unknown reason', { reason: 'lunch' }, 'reason'],
    ['team:get', 'more than there is', { all: true }, 'all'],
    ['team:get', 'no object', null, 'object'],
  ])(
    'PR1, TR2: %s refuses %s, says where, and changes nothing',
    async (event, _, payload, where) => {
      await using t = await ConnectedTeam.start();
      // Any change that the message made would be a later one.
      t.clock.advance(1);
      const state = async () => [
        await t.ada.ask('team:get', {}),
        await t.ada.ask('history:get', { limit: 200 }),
      ];
      const before = await state();
      expect(await t.ada.ask(event, payload)).toEqual({
        ok: false,
        code: 'invalid',
        message: expect.stringContaining(where),
      });
      expect(await state()).toEqual(before);

      // The session goes on: what is good is taken, and finds everything as it was.
      const settings = { ...t.ada.welcome?.settings, holdSeconds: 61 };
      expect(await t.ada.ask('settings:set', { holdSeconds: 61 })).toEqual({ ok: true, settings });
      expect(await t.ada.ask('activity', activity)).toMatchObject({ ok: true, status: 'online' });
      expect(
        await t.ada.ask('choose', { ...choose, forSeconds: 300, note: 'x'.repeat(80) }),
      ).toEqual({
        ok: true,
        choice: 'busy',
        until: t.clock.now() + 300_000,
        status: 'busy',
        applied: true,
        version: expect.any(Number),
      });
    },
  );
});
