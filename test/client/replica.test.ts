import { describe, expect, it } from 'vitest';
import {
  applyDelta,
  type Replica,
  replicaAfter,
  replicaOf,
  type SeatNames,
  seatNames,
} from '../../src/client/replica.ts';
import type { SeatStatus } from '../../src/shared/protocol/packed-statuses.ts';
import type { Delta, Snapshot, Welcome } from '../../src/shared/protocol/schemas.ts';

const anna = { memberId: 'anna', name: 'Anna', role: 'agent' } as const;
const ben = { memberId: 'ben', name: 'Ben', role: 'agent' } as const;
const isOn = (seat: number, status: 'online' | 'busy' | 'offline', since: number): SeatStatus => ({
  seat,
  status,
  since,
  cause: 'chosen',
});

const names = { version: 'n1', members: [{ ...anna, seat: 1 }] };
const snapshot: Snapshot = { log: 'log1', version: 7, names, statuses: [isOn(1, 'online', 1_000)] };
/** The same for a client that has the names. */
const withoutNames: Snapshot = { ...snapshot, names: { version: 'n1' } };

function replicaAt7(known: SeatNames | null = null, from = snapshot): Replica {
  const replica = replicaOf(from, known);
  if (replica === null) throw new Error('the snapshot does not fit together');
  return replica;
}

function following(delta: Delta, replica = replicaAt7()): Replica {
  const applied = applyDelta(replica, delta);
  if (applied.kind === 'gap') throw new Error('unexpected gap');
  return applied.replica;
}

const isGap = (delta: Delta) => applyDelta(replicaAt7(), delta).kind === 'gap';

describe('replica of a team', () => {
  it('PR9 follows a delta that joins its version', () => {
    const replica = following({ from: 7, to: 8, statuses: [isOn(1, 'busy', 2_000)] });
    expect(replica.version).toBe(8);
    expect(replica.statuses).toEqual(
      new Map([['anna', { status: 'busy', since: 2_000, cause: 'chosen' }]]),
    );
  });

  it('PR9 takes what a frame that begins before its version says in the end', () => {
    const replica = following({ from: 5, to: 8, statuses: [isOn(1, 'offline', 3_000)] });
    expect(replica.version).toBe(8);
    expect(replica.statuses.get('anna')).toMatchObject({ status: 'offline', since: 3_000 });
  });

  it('PR9 is not changed by a frame it has seen already', () => {
    const replica = replicaAt7();
    const seen = { from: 6, to: 7, statuses: [isOn(1, 'busy', 500)] };
    expect(following(seen, replica)).toBe(replica);
  });

  it.each<[string, Delta]>([
    ['a frame that begins after its version', { from: 8, to: 9, statuses: [isOn(1, 'busy', 1)] }],
    ['a frame that ends before it begins', { from: 7, to: 6, statuses: [] }],
    ['a status of nobody it knows', { from: 7, to: 8, statuses: [isOn(2, 'busy', 1)] }],
  ])('PR9 takes %s for a gap', (_, delta) => {
    expect(isGap(delta)).toBe(true);
  });

  it('follows members who join, change their name and leave, each of them by their seat', () => {
    const joined = following({
      from: 7,
      to: 10,
      names: {
        version: 'n2',
        members: [
          { ...ben, seat: 2 },
          { ...anna, name: 'Annika', seat: 1 },
        ],
      },
      statuses: [isOn(2, 'busy', 2_000)],
    });
    expect([...joined.members.values()]).toEqual([{ ...anna, name: 'Annika' }, ben]);
    expect(joined.statuses.get('anna')).toMatchObject({ status: 'online' });
    expect(joined.statuses.get('ben')).toMatchObject({ status: 'busy' });

    const left = following(
      { from: 10, to: 11, names: { version: 'n3', members: [] }, left: [1], statuses: [] },
      joined,
    );
    expect([...left.members.keys()]).toEqual(['ben']);
    expect([...left.statuses.keys()]).toEqual(['ben']);
    expect(left.names).toEqual(seatNames({ version: 'n3', members: [{ ...ben, seat: 2 }] }));
  });

  it('shows the same map of members as long as they are the same', () => {
    const replica = replicaAt7();
    expect(following({ from: 7, to: 8, statuses: [isOn(1, 'busy', 2_000)] }, replica).members).toBe(
      replica.members,
    );
  });

  it('does not change the replica it started from', () => {
    const replica = replicaAt7();
    following(
      {
        from: 7,
        to: 8,
        names: { version: 'n2', members: [{ ...ben, seat: 2 }] },
        left: [1],
        statuses: [isOn(2, 'busy', 2_000)],
      },
      replica,
    );
    expect(replica).toEqual(replicaAt7());
  });
});

describe('replica of a team whose names are known', () => {
  it('is the same without them on the wire', () => {
    expect(replicaAt7(seatNames(names), withoutNames)).toEqual(replicaAt7());
  });

  it.each<[string, SeatNames | null]>([
    ['are not there', null],
    ['are of another version', { ...seatNames(names), version: 'n0' }],
    ['leave somebody out', { version: 'n1', bySeat: new Map() }],
  ])('is none where the names %s', (_, known) => {
    expect(replicaOf(withoutNames, known)).toBeNull();
  });

  it('takes the names that come rather than those it has', () => {
    const stale = seatNames({ version: 'n0', members: [{ ...ben, seat: 1 }] });
    expect(replicaAt7(stale)).toEqual(replicaAt7());
  });
});

describe('PR9 the replica after a welcome', () => {
  const welcome = (told: Pick<Welcome, 'version' | 'deltas' | 'snapshot'>): Welcome => ({
    protocol: 1,
    serverTime: 1,
    log: 'log1',
    self: { ...anna, choice: 'online', until: null, note: null, status: 'online' },
    settings: {
      inactivityTimeoutMinutes: 15,
      lockPolicy: 'offline',
      assignOnlyOnline: true,
      holdSeconds: 60,
      timeoutSetBy: null,
    },
    ...told,
  });
  const missed = { from: 7, to: 9, statuses: [isOn(1, 'busy', 2_000)] };

  it('is the one before and what was missed', () => {
    const told = welcome({ version: 9, deltas: [missed] });
    expect(replicaAfter(told, replicaAt7(), null)).toEqual(following(missed));
  });

  it('is the one before where nothing was missed', () => {
    const before = replicaAt7();
    expect(replicaAfter(welcome({ version: 7, deltas: [] }), before, null)).toBe(before);
  });

  it.each<[string, Replica | null, Pick<Welcome, 'version' | 'deltas'>]>([
    ['there was none before', null, { version: 9, deltas: [missed] }],
    ['it was of another log', { ...replicaAt7(), log: 'log0' }, { version: 9, deltas: [missed] }],
    [
      'something is missing in between',
      { ...replicaAt7(), version: 6 },
      { version: 9, deltas: [missed] },
    ],
    ['it ends elsewhere', replicaAt7(), { version: 10, deltas: [missed] }],
  ])('is none where %s', (_, before, told) => {
    expect(replicaAfter(welcome(told), before, null)).toBeNull();
  });
});
