import { describe, expect, it } from 'vitest';
import { ConnectedTeam } from '../../support/connected-team.ts';

describe('member:end-sessions', () => {
  it('PR11: signs a member out everywhere, as a manager’s doing', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    const answer = await t.ada.ask('member:end-sessions', { memberId: bo.memberId });
    expect(answer).toEqual({ ok: true, ended: 1 });
    expect(await bo.client.ended).toBe('io server disconnect');
    expect(bo.client.heard.at(-1)).toMatchObject({ event: 'revoked' });
    expect(await t.ada.seen(bo.memberId)).toMatchObject({
      status: 'offline',
      cause: 'ended-by-manager',
    });
  });

  it('TR1: is refused to agents', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    const { memberId } = t.member;
    expect(await bo.client.ask('member:end-sessions', { memberId })).toMatchObject({
      ok: false,
      code: 'forbidden',
    });
  });
});

describe('watch', () => {
  it('NO2: is kept for every device of the member, and for nobody else', async () => {
    await using t = await ConnectedTeam.start();
    const bo = await t.join('Bo');
    expect(t.ada.welcome?.self.watched).toEqual([]);
    expect(await t.ada.ask('watch', { memberId: bo.memberId, on: true })).toEqual({ ok: true });
    using again = await t.connect(t.member);
    expect(again.welcome?.self.watched).toEqual([bo.memberId]);
    using other = await t.connect(bo);
    expect(other.welcome?.self.watched).toEqual([]);
    expect(await again.ask('watch', { memberId: bo.memberId, on: false })).toEqual({ ok: true });
    using last = await t.connect(t.member);
    expect(last.welcome?.self.watched).toEqual([]);
  });

  it('TR2: is refused for nobody, and for oneself', async () => {
    await using t = await ConnectedTeam.start();
    const watch = (memberId: string) => t.ada.ask('watch', { memberId, on: true });
    expect(await watch('nobody')).toMatchObject({ ok: false, code: 'not-found' });
    expect(await watch(t.member.memberId)).toMatchObject({ ok: false, code: 'invalid' });
  });
});
