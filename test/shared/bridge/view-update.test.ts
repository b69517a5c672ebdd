import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppView, MemberView } from '../../../src/shared/bridge/view.ts';
import { afterUpdate, updateBetween } from '../../../src/shared/bridge/view-update.ts';
import { teamView } from '../../renderer/views.ts';

function member(memberId: string, since = 0): MemberView {
  const live = { status: 'online', since, cause: 'chosen', until: null, note: null } as const;
  return { memberId, name: memberId, role: 'agent', watched: false, live };
}

const anna = member('anna');
const ben = member('ben');
const cem = member('cem');
const signedOut: AppView = {
  kind: 'signed-out',
  join: { kind: 'none' },
  language: 'de',
  server: '',
  problem: null,
  settingsTrouble: null,
};

/** As IPC brings it: equal, but nothing in it is the same object. */
const sent = <T>(value: T): T => structuredClone(value);

describe('what a window is told of a new view', () => {
  it('is who changed, and nobody else', () => {
    const before = { number: 7, view: teamView({ members: [anna, ben, cem] }) };
    const update = updateBetween(before, teamView({ members: [anna, member('ben', 5), cem] }));
    expect(update).toMatchObject({
      kind: 'changes',
      number: 8,
      changed: [{ index: 1, member: { memberId: 'ben', live: { since: 5 } } }],
    });
    expect(JSON.stringify(update)).not.toContain('anna');
  });

  it('is the whole view where people came, went or changed places, and on signing out', () => {
    const before = { number: 0, view: teamView({ members: [anna, ben] }) };
    for (const members of [[anna], [anna, ben, cem], [ben, anna], [anna, cem]]) {
      expect(updateBetween(before, teamView({ members })).kind).toBe('whole');
    }
    expect(updateBetween(before, signedOut).kind).toBe('whole');
    expect(updateBetween({ number: 0, view: signedOut }, before.view).kind).toBe('whole');
  });

  it('leaves those the same objects of whom nothing changed', () => {
    const before = { number: 0, view: teamView({ members: [anna, ben] }) };
    const update = updateBetween(before, teamView({ members: [anna, member('ben', 5)] }));
    const after = afterUpdate(before, sent(update));
    expect(after?.view.kind === 'team' && after.view.members[0]).toBe(anna);
  });

  it('is of no use to a window that does not have the view before', () => {
    const before = { number: 4, view: teamView({ members: [anna] }) };
    const update = updateBetween(before, teamView({ members: [member('anna', 5)] }));
    expect(afterUpdate(null, update)).toBeNull();
    expect(afterUpdate({ ...before, number: 3 }, update)).toBeNull();
    expect(afterUpdate({ ...before, number: 5 }, update)).toBeNull();
  });

  it('leads from any view to any other', () => {
    const view: fc.Arbitrary<AppView> = fc.oneof(
      { weight: 1, arbitrary: fc.constant(signedOut) },
      {
        weight: 9,
        arbitrary: fc
          .uniqueArray(fc.record({ id: fc.constantFrom(...'abcdef'), since: fc.nat(2) }), {
            selector: ({ id }) => id,
          })
          .map((people) => teamView({ members: people.map(({ id, since }) => member(id, since)) })),
      },
    );
    fc.assert(
      fc.property(fc.array(view, { minLength: 2, maxLength: 12 }), ([first, ...rest]) => {
        if (first === undefined) return;
        let app = { number: 0, view: first };
        let window = afterUpdate(null, { kind: 'whole', ...sent(app) });
        for (const next of rest) {
          const update = updateBetween(app, next);
          app = { number: update.number, view: next };
          window = afterUpdate(window, sent(update));
          expect(window).toEqual(app);
        }
      }),
    );
  });
});
