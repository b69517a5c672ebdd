import { describe, expect, it } from 'vitest';
import { Invites } from '../../../src/server/accounts/invites.ts';
import { SignIn } from '../../../src/server/accounts/sign-in.ts';
import { notLeading } from '../../../src/server/cluster/leader-line.ts';
import { AccountsUnderTest } from '../../support/accounts.ts';

const DAY = 24 * 3_600_000;
const CY = { email: 'Cy@Example.com', role: 'agent' } as const;
const AS_CY = { name: 'Cy', password: 'correct horse' };

describe('an invite', () => {
  it('lets whoever has its link join, once, and everyone sees them at once', async () => {
    await using a = await AccountsUnderTest.start();
    const { secret } = await a.invites.create(a.mara, CY);
    expect(await a.invites.look(secret)).toEqual({
      team: 'Support',
      email: 'cy@example.com',
      role: 'agent',
    });
    const member = await a.invites.use(secret, AS_CY);
    expect(member).toMatchObject({ email: 'cy@example.com', name: 'Cy', role: 'agent' });
    expect(await a.t.seen(member.memberId)).toMatchObject({ status: 'offline' });
    await expect(a.invites.use(secret, AS_CY)).rejects.toMatchObject({ code: 'not-found' });
    await expect(a.invites.look(secret)).rejects.toMatchObject({ code: 'not-found' });
    const { caller } = await a.signIn.withPassword(
      { email: 'cy@example.com', password: 'correct horse' },
      'Firefox',
    );
    expect(caller).toMatchObject({ memberId: member.memberId, role: 'agent' });
    expect(await a.audit()).toMatchObject([
      { action: 'invite.made', actor: { id: 'mara' }, after: { email: 'cy@example.com' } },
      { action: 'member.joined', actor: { id: member.memberId }, after: { invitedBy: 'mara' } },
    ]);
  });

  it('is used by one of two who try at the same time', async () => {
    await using a = await AccountsUnderTest.start();
    const { secret } = await a.invites.create(a.mara, CY);
    const tries = [AS_CY, { ...AS_CY, name: 'Eve' }].map((who) => a.invites.use(secret, who));
    const settled = await Promise.allSettled(tries);
    expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await a.members.list(a.ada)).toHaveLength(4);
  });

  it('is void after seven days, when it was taken back, and when another took its place', async () => {
    await using a = await AccountsUnderTest.start();
    const first = await a.invites.create(a.mara, CY);
    const second = await a.invites.create(a.mara, CY);
    await expect(a.invites.look(first.secret)).rejects.toMatchObject({ code: 'not-found' });
    a.t.clock.advance(7 * DAY - 1);
    await a.invites.look(second.secret);
    a.t.clock.advance(1);
    await expect(a.invites.use(second.secret, AS_CY)).rejects.toMatchObject({ code: 'not-found' });
    const third = await a.invites.create(a.mara, CY);
    await a.invites.revoke(a.mara, third.invite.linkId);
    await expect(a.invites.look(third.secret)).rejects.toMatchObject({ code: 'not-found' });
    expect(await a.invites.list(a.mara)).toEqual([]);
    await expect(a.invites.revoke(a.mara, 'unknown')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('TR1: is made by managers, and for owners by owners', async () => {
    await using a = await AccountsUnderTest.start();
    const owner = { email: 'cy@example.com', role: 'owner' } as const;
    await expect(a.invites.create(a.bo, CY)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(a.invites.list(a.bo)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(a.invites.create(a.mara, owner)).rejects.toMatchObject({ code: 'forbidden' });
    await a.invites.create(a.ada, owner);
  });

  it('SV4: is not called unused where it was used while nobody led who could hear of it', async () => {
    await using a = await AccountsUnderTest.start();
    const { secret } = await a.invites.create(a.mara, CY);
    const nobody = async () => {
      throw notLeading();
    };
    const teams = { reload: nobody, endRevoked: nobody };
    const dependencies = { ...a.dependencies, teams };
    const { memberId } = await new Invites(dependencies).use(secret, AS_CY);
    expect(await a.members.find(a.ada, memberId)).toMatchObject({ name: 'Cy' });
    const link = await a.members.makePasswordLink(a.mara, memberId);
    const signIn = new SignIn(dependencies);
    const { token } = await signIn.redeemPasswordLink(link.secret, 'battery staple', 'Firefox');
    expect(await a.caller(token)).toMatchObject({ memberId });
  });

  it('is refused for an address somebody has', async () => {
    await using a = await AccountsUnderTest.start();
    const bo = { email: 'BO@example.com', role: 'agent' } as const;
    await expect(a.invites.create(a.mara, bo)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('TR3: keeps nothing by which it could be used again', async () => {
    await using a = await AccountsUnderTest.start();
    const { secret } = await a.invites.create(a.mara, CY);
    expect(JSON.stringify([await a.invites.list(a.mara), await a.audit()])).not.toContain(secret);
  });
});
