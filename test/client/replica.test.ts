import { describe, expect, it } from 'vitest';
import { applyDelta, replicaOf } from '../../src/client/replica.ts';
import type { Change, Snapshot } from '../../src/shared/protocol/schemas.ts';

const anna = { memberId: 'anna', name: 'Anna', role: 'agent' } as const;
const snapshot: Snapshot = {
  log: 'log1',
  version: 7,
  members: [anna],
  statuses: [{ memberId: 'anna', status: 'online', since: 1, cause: 'signed-in' }],
};
const annaIs = (status: 'online' | 'busy' | 'offline', since: number): Change => ({
  kind: 'status',
  memberId: 'anna',
  status,
  since,
  cause: 'chosen',
});

describe('replica of a team', () => {
  it('PR9 follows a delta that joins its version', () => {
    const applied = applyDelta(replicaOf(snapshot), {
      from: 7,
      to: 8,
      changes: [annaIs('busy', 2)],
    });
    expect(applied).toMatchObject({
      kind: 'applied',
      replica: {
        version: 8,
        statuses: new Map([['anna', { status: 'busy', since: 2, cause: 'chosen' }]]),
      },
    });
  });

  it('PR9 skips what it knows of a frame that begins before its version', () => {
    const applied = applyDelta(replicaOf(snapshot), {
      from: 5,
      to: 8,
      changes: [annaIs('busy', 1), annaIs('online', 1), annaIs('offline', 3)],
    });
    expect(applied).toMatchObject({
      kind: 'applied',
      replica: {
        version: 8,
        statuses: new Map([['anna', { status: 'offline', since: 3, cause: 'chosen' }]]),
      },
    });
  });

  it('PR9 is not changed by a frame it has seen already', () => {
    const replica = replicaOf(snapshot);
    const applied = applyDelta(replica, { from: 6, to: 7, changes: [annaIs('busy', 1)] });
    expect(applied).toEqual({ kind: 'applied', replica });
  });

  it('PR9 notices a gap', () => {
    const replica = replicaOf(snapshot);
    expect(applyDelta(replica, { from: 8, to: 9, changes: [annaIs('busy', 1)] })).toEqual({
      kind: 'gap',
    });
  });

  it('PR9 takes a frame whose changes and versions do not match for a gap', () => {
    const replica = replicaOf(snapshot);
    expect(applyDelta(replica, { from: 7, to: 9, changes: [annaIs('busy', 1)] })).toEqual({
      kind: 'gap',
    });
  });

  it('follows members who join, change their name and leave', () => {
    const ben = { memberId: 'ben', name: 'Ben', role: 'agent' } as const;
    const applied = applyDelta(replicaOf(snapshot), {
      from: 7,
      to: 10,
      changes: [
        { kind: 'member-added', member: ben, status: 'offline', since: 5, cause: 'signed-out' },
        { kind: 'member-updated', member: { ...ben, name: 'Benjamin' } },
        { kind: 'member-removed', memberId: 'anna' },
      ],
    });
    if (applied.kind === 'gap') throw new Error('unexpected gap');
    expect([...applied.replica.members.values()]).toEqual([{ ...ben, name: 'Benjamin' }]);
    expect([...applied.replica.statuses.keys()]).toEqual(['ben']);
  });

  it('does not change the replica it started from', () => {
    const replica = replicaOf(snapshot);
    applyDelta(replica, { from: 7, to: 8, changes: [annaIs('busy', 2)] });
    expect(replica).toEqual(replicaOf(snapshot));
  });
});
