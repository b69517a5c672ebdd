import { describe, expect, it } from 'vitest';
import { AccountsUnderTest } from '../../support/accounts.ts';

describe('changing a member', () => {
  it('is seen by the team at once, and recorded with before and after', async () => {
    await using a = await AccountsUnderTest.start();
    await a.members.change(a.mara, 'bo', { name: 'Robert', capacity: 5 });
    expect(a.t.changes.at(-1)).toEqual({
      kind: 'member-updated',
      member: { memberId: 'bo', seat: 2, name: 'Robert', role: 'agent' },
    });
    expect(await a.audit()).toMatchObject([
      {
        no: 1,
        actor: { kind: 'member', id: 'mara' },
        action: 'member.changed',
        subject: { id: 'bo', name: 'bo' },
        before: { name: 'bo', capacity: 3 },
        after: { name: 'Robert', capacity: 5 },
      },
    ]);
    await a.members.change(a.mara, 'bo', { capacity: 5 });
    expect(await a.audit()).toHaveLength(1);
  });

  it('switches off: signed out at once, gone from the roster, the past kept', async () => {
    await using a = await AccountsUnderTest.start();
    const bo = await a.t.connect('bo');
    await a.t.pass(1_000);
    await a.members.change(a.mara, 'bo', { active: false });
    expect(bo.said.at(-1)).toEqual({ code: 'unauthorized', by: 'manager' });
    expect(a.t.changesOf('bo').at(-1)).toMatchObject({
      status: 'offline',
      cause: 'ended-by-manager',
    });
    expect(a.t.changes.at(-1)).toEqual({ kind: 'member-removed', memberId: 'bo', seat: 2 });
    await a.t.saved();
    const { intervals } = await a.t.store.history('bo', { limit: 10 });
    expect(intervals.map(({ status }) => status)).toEqual(['offline', 'online']);
    expect((await a.t.connect('bo')).said).toEqual([{ code: 'unauthorized' }]);

    await a.members.change(a.mara, 'bo', { active: true });
    expect(await a.t.seen('bo')).toMatchObject({ status: 'offline' });
    expect((await a.members.list(a.bo)).map(({ memberId }) => memberId)).toContain('bo');
  });

  it('TR1: is for managers, and of owners for owners', async () => {
    await using a = await AccountsUnderTest.start();
    const change = (by: typeof a.ada, memberId: string, what: object) =>
      a.members.change(by, memberId, what);
    await expect(change(a.bo, 'bo', { capacity: 9 })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(change(a.mara, 'ada', { name: 'A' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(change(a.mara, 'bo', { role: 'owner' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(change(a.mara, 'mara', { role: 'owner' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(change(a.ada, 'nobody', { capacity: 1 })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await a.audit()).toEqual([]);
    await change(a.ada, 'mara', { role: 'owner' });
    await change(a.mara, 'mara', { role: 'manager' }).catch(() => undefined);
    expect(await a.members.find(a.ada, 'mara')).toMatchObject({ role: 'owner' });
  });

  it('never leaves the team without an owner', async () => {
    await using a = await AccountsUnderTest.start();
    const demote = () => a.members.change(a.ada, 'ada', { role: 'manager' });
    await expect(demote()).rejects.toMatchObject({ code: 'conflict' });
    await expect(a.members.change(a.ada, 'ada', { active: false })).rejects.toMatchObject({
      code: 'conflict',
    });
    await a.members.change(a.ada, 'bo', { role: 'owner', active: false });
    await expect(demote()).rejects.toMatchObject({ code: 'conflict' });
    await a.members.change(a.ada, 'bo', { active: true });
    await demote();
  });

  it('knows nobody of another team', async () => {
    await using a = await AccountsUnderTest.start();
    const stranger = { ...a.ada, teamId: 'other' };
    await expect(a.members.find(stranger, 'bo')).rejects.toMatchObject({ code: 'not-found' });
  });
});
