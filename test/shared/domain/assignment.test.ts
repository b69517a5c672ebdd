import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Candidate,
  chooseMember,
  goesBackAt,
  isEligible,
} from '../../../src/shared/domain/assignment.ts';
import { STATUSES } from '../../../src/shared/domain/status.ts';

const onlyOnline = { assignOnlyOnline: true };
const anyStatus = { assignOnlyOnline: false };

const bo: Candidate = {
  memberId: 'bo',
  status: 'online',
  receivesContacts: true,
  capacity: 3,
  open: 0,
  lastAssignment: 0,
};

const candidates = fc.uniqueArray(
  fc.record({
    memberId: fc.string({ minLength: 1, maxLength: 2 }),
    status: fc.constantFrom(...STATUSES),
    receivesContacts: fc.boolean(),
    capacity: fc.nat(4),
    open: fc.nat(5),
    lastAssignment: fc.nat(6),
  }),
  { selector: ({ memberId }) => memberId, maxLength: 8 },
);
const settings = fc.record({ assignOnlyOnline: fc.boolean() });

describe('who may be given a contact', () => {
  it('AS2: receives contacts, has room for one more, and is Online', () => {
    expect(isEligible(bo, onlyOnline)).toBe(true);
    expect(isEligible({ ...bo, receivesContacts: false }, onlyOnline)).toBe(false);
    expect(isEligible({ ...bo, open: 2 }, onlyOnline)).toBe(true);
    expect(isEligible({ ...bo, open: 3 }, onlyOnline)).toBe(false);
    expect(isEligible({ ...bo, open: 4 }, onlyOnline)).toBe(false);
    expect(isEligible({ ...bo, capacity: 0 }, onlyOnline)).toBe(false);
    expect(isEligible({ ...bo, status: 'busy' }, onlyOnline)).toBe(false);
    expect(isEligible({ ...bo, status: 'offline' }, onlyOnline)).toBe(false);
  });

  it('AS2: where the team does not ask for Online, Busy and Offline will do', () => {
    expect(isEligible({ ...bo, status: 'busy' }, anyStatus)).toBe(true);
    expect(isEligible({ ...bo, status: 'offline' }, anyStatus)).toBe(true);
    expect(isEligible({ ...bo, status: 'offline', open: 3 }, anyStatus)).toBe(false);
  });
});

describe('who is given a contact', () => {
  it('AS3: whoever has the fewest open ones, then whose last one is the longest ago', () => {
    const one = { ...bo, memberId: 'one', open: 1, lastAssignment: 1 };
    const two = { ...bo, memberId: 'two', open: 0, lastAssignment: 9 };
    const three = { ...bo, memberId: 'three', open: 0, lastAssignment: 8 };
    expect(chooseMember([one, two], [], onlyOnline)).toBe(two);
    expect(chooseMember([one, two, three], [], onlyOnline)).toBe(three);
    expect(chooseMember([one, two, { ...three, open: 3 }], [], onlyOnline)).toBe(two);
    expect(chooseMember([], [], onlyOnline)).toBeNull();
  });

  it('AS3: nobody who has returned it by hand', () => {
    const al = { ...bo, memberId: 'al', open: 2 };
    expect(chooseMember([bo, al], ['bo'], onlyOnline)).toBe(al);
    expect(chooseMember([bo, al], ['al', 'bo'], onlyOnline)).toBeNull();
  });

  it('AS2, AS3: is somebody eligible whom no other eligible member comes before, in whatever order they are listed', () => {
    fc.assert(
      fc.property(
        candidates,
        fc.array(fc.string({ maxLength: 2 })),
        settings,
        (all, not, rules) => {
          const chosen = chooseMember(all, not, rules);
          const able = all.filter(
            (member) => isEligible(member, rules) && !not.includes(member.memberId),
          );
          if (chosen === null) {
            expect(able).toEqual([]);
            return;
          }
          expect(able).toContain(chosen);
          for (const other of able) {
            expect(chosen.open).toBeLessThanOrEqual(other.open);
            if (other.open !== chosen.open) continue;
            expect(chosen.lastAssignment).toBeLessThanOrEqual(other.lastAssignment);
          }
          expect(chooseMember(all.toReversed(), not, rules)).toBe(chosen);
        },
      ),
    );
  });

  it('AS3: equals get the same number of contacts, give or take one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(40), (members, contacts) => {
        const team = new Map<string, Candidate>();
        for (let n = 0; n < members; n += 1) {
          team.set(`m${n}`, { ...bo, memberId: `m${n}`, capacity: 100 });
        }
        for (let no = 1; no <= contacts; no += 1) {
          const chosen = chooseMember(team.values(), [], onlyOnline);
          if (chosen === null) throw new Error('nobody was chosen');
          const given = { ...chosen, open: chosen.open + 1, lastAssignment: no };
          team.set(chosen.memberId, given);
        }
        const open = [...team.values()].map((member) => member.open);
        expect(Math.max(...open) - Math.min(...open)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('AS6: a contact that its member has not accepted', () => {
  const hold = { holdSeconds: 60 };
  const offline = { status: 'offline', since: 100_000 } as const;

  it('stays with whoever is Online or Busy', () => {
    for (const status of ['online', 'busy'] as const) {
      expect(goesBackAt(null, { status, since: 100_000 }, hold, 999_999)).toBeNull();
      expect(goesBackAt(100_000, { status, since: 100_000 }, hold, 999_999)).toBeNull();
    }
  });

  it('goes back when the hold has passed since they went Offline', () => {
    expect(goesBackAt(null, offline, hold, 100_000)).toBe(160_000);
    expect(goesBackAt(null, offline, { holdSeconds: 0 }, 100_000)).toBe(100_000);
  });

  it('stays with whoever was Offline when it was given to them, until they are so once more', () => {
    expect(goesBackAt(100_000, offline, hold, 200_000)).toBeNull();
    expect(goesBackAt(50_000, offline, hold, 200_000)).toBe(160_000);
  });

  it('does not stay for ever where the clock was set back meanwhile', () => {
    expect(goesBackAt(null, { ...offline, since: 3_600_000 }, hold, 5)).toBe(5);
  });
});
