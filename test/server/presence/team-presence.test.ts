import { describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../../src/shared/protocol/errors.ts';
import { storeMember, storeSettings, storeToken } from '../../support/stored-team.ts';
import { MINUTE, SECOND, TeamUnderTest } from '../../support/team-presence.ts';

describe('presence of a team', () => {
  it('PR2: a member without a device is Offline, with one as they chose', async () => {
    await using t = await TeamUnderTest.start();
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'signed-out' });
    const bo = await t.connect('bo');
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'signed-in' });
    t.clock.advance(SECOND);
    const answer = await t.team.choose(bo, { choice: 'busy', ageMs: 0, note: 'On a call' });
    const version = await t.version();
    expect(answer).toEqual({ choice: 'busy', until: null, status: 'busy', applied: true, version });
    expect(await t.seen('bo')).toEqual({
      memberId: 'bo',
      status: 'busy',
      cause: 'chosen',
      note: 'On a call',
      since: t.clock.now(),
    });
  });

  it('PR3, PR4: without input for the timeout a member is Offline, at that very moment', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo', 'laptop', { idleMs: 5 * MINUTE });
    const offlineAt = t.clock.now() + 10 * MINUTE;
    expect(await t.report(bo, { idleMs: 5 * MINUTE })).toEqual({
      status: 'online',
      offlineAt,
      memberOfflineAt: offlineAt,
    });
    await t.pass(10 * MINUTE - 1);
    expect(await t.seen('bo')).toMatchObject({ status: 'online' });
    await t.pass(1);
    expect(await t.seen('bo')).toMatchObject({
      status: 'offline',
      cause: 'inactivity',
      since: offlineAt,
    });
    expect(await t.report(bo, { idleMs: 15 * MINUTE })).toEqual({
      status: 'offline',
      offlineAt: null,
      memberOfflineAt: null,
    });
  });

  it('PR3: with two devices the member counts until the later of them does not', async () => {
    await using t = await TeamUnderTest.start();
    const laptop = await t.connect('bo', 'laptop', { idleMs: 5 * MINUTE });
    const phone = await t.connect('bo', 'phone', { idleMs: MINUTE });
    const start = t.clock.now();
    expect(await t.report(laptop, { idleMs: 5 * MINUTE })).toEqual({
      status: 'online',
      offlineAt: start + 10 * MINUTE,
      memberOfflineAt: start + 14 * MINUTE,
    });
    expect(await t.report(laptop, { locked: true })).toEqual({
      status: 'online',
      offlineAt: null,
      memberOfflineAt: start + 14 * MINUTE,
    });
    await t.team.disconnected(phone);
    expect(await t.report(laptop, { locked: true })).toMatchObject({
      memberOfflineAt: start + 10 * SECOND,
    });
    await t.pass(10 * SECOND);
    expect(await t.report(laptop, { locked: true })).toEqual({
      status: 'offline',
      offlineAt: null,
      memberOfflineAt: null,
    });
  });

  it('PR4: a device that goes silent ages into Offline by the same rule', async () => {
    await using t = await TeamUnderTest.start();
    await t.connect('bo');
    await t.pass(15 * MINUTE);
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'inactivity' });
  });

  it('PR4: ignores a report that is not newer, and answers with the current state', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.team.report(bo, { ...t.active, seq: 7, locked: true });
    const old = { ...t.active, seq: 6 };
    expect(await t.team.report(bo, old)).toEqual({
      status: 'offline',
      offlineAt: null,
      memberOfflineAt: null,
    });
    expect(await t.team.report(bo, { ...old, seq: 7 })).toMatchObject({ status: 'offline' });
    expect(await t.team.report(bo, { ...old, seq: 8 })).toMatchObject({ status: 'online' });
  });

  it('PR5: a new timeout takes effect for everyone at once', async () => {
    await using t = await TeamUnderTest.start();
    await t.connect('bo');
    await t.pass(10 * MINUTE);
    await t.team.changeSettings(t.observer, { inactivityTimeoutMinutes: 10 });
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'policy' });
    await t.team.changeSettings(t.observer, { inactivityTimeoutMinutes: 15 });
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'policy' });
    await t.pass(5 * MINUTE);
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'inactivity' });
  });

  it('PR5: everyone can see who set the timeout and when, whatever else is changed later', async () => {
    await using t = await TeamUnderTest.start();
    const settings = async () => (await t.store.team('team')).settings;
    expect(t.observer.said).toMatchObject([{ settings: { timeoutSetBy: null } }]);
    await t.team.changeSettings(t.observer, { lockPolicy: 'ignore' });
    expect(await settings()).toMatchObject({ timeoutSetBy: null });
    const timeoutSetBy = { memberId: 'ada', at: t.clock.now() };
    const changed = await t.team.changeSettings(t.observer, { inactivityTimeoutMinutes: 20 });
    expect(changed).toMatchObject({ inactivityTimeoutMinutes: 20, timeoutSetBy });
    await t.pass(MINUTE);
    const same = { inactivityTimeoutMinutes: 20, lockPolicy: 'offline' } as const;
    expect(await t.team.changeSettings(t.observer, same)).toMatchObject({ timeoutSetBy });
    expect(await settings()).toMatchObject({ timeoutSetBy });
    const bo = await t.connect('bo');
    expect(bo.said).toMatchObject([{ settings: { timeoutSetBy } }]);
  });

  it('PR6: who returns has the previous choice, with the time that is left of it', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    const { until } = await t.team.choose(bo, { choice: 'busy', forSeconds: 3_600, ageMs: 0 });
    expect(until).toBe(t.clock.now() + 60 * MINUTE);
    await t.pass(20 * MINUTE);
    expect(await t.seen('bo')).toMatchObject({ status: 'offline' });
    expect(await t.report(bo)).toMatchObject({ status: 'busy' });
    expect(await t.seen('bo')).toMatchObject({ status: 'busy', cause: 'returned', until });
  });

  it('PR7: a lost connection shows after 10 s, not before', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.team.disconnected(bo);
    await t.pass(10 * SECOND - 1);
    expect(await t.seen('bo')).toMatchObject({ status: 'online' });
    await t.pass(1);
    expect(await t.seen('bo')).toMatchObject({
      status: 'offline',
      cause: 'connection-lost',
      since: t.clock.now(),
    });
    await t.connect('bo');
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'returned' });
  });

  it('PR7: a reconnect within the grace is invisible', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    const before = [...t.changes];
    await t.team.disconnected(bo);
    await t.pass(9 * SECOND);
    await t.connect('bo');
    await t.pass(2 * MINUTE);
    expect(t.changes).toEqual(before);
  });

  it('PR7: the late end of a connection that was replaced starts no grace', async () => {
    await using t = await TeamUnderTest.start();
    const first = await t.connect('bo');
    const second = await t.connect('bo');
    expect(first.said.at(-1)).toBe('replaced');
    await t.team.disconnected(first);
    await t.pass(10 * MINUTE);
    expect(await t.seen('bo')).toMatchObject({ status: 'online' });
    await expect(t.report(first)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await t.report(second)).toMatchObject({ status: 'online' });
  });

  it.each(['signed-out', 'quit'] as const)('PR7: a goodbye (%s) counts at once', async (reason) => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.team.bye(bo, reason);
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'signed-out' });
    await expect(t.report(bo)).rejects.toMatchObject({ code: 'unavailable' });
    await t.connect('bo');
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'signed-in' });
  });

  it('PR6, PR14: a computer that sleeps is Offline at once, and back with its next report', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.team.bye(bo, 'suspended');
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'suspended' });
    expect(await t.report(bo)).toMatchObject({ status: 'online' });
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'returned' });
  });

  it('PR3: while another device is present nothing visible changes', async () => {
    await using t = await TeamUnderTest.start();
    const laptop = await t.connect('bo');
    const phone = await t.connect('bo', 'phone');
    const before = [...t.changes];
    await t.report(laptop, { locked: true });
    await t.team.bye(laptop, 'quit');
    await t.pass(SECOND);
    expect(t.changes).toEqual(before);
    await t.team.bye(phone, 'quit');
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'signed-out' });
  });

  it('PR8: when the time of a choice is over it is what it was before', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.team.choose(bo, { choice: 'busy', forSeconds: 300, ageMs: 0 });
    await t.pass(5 * MINUTE - 1);
    expect(await t.seen('bo')).toMatchObject({ status: 'busy' });
    await t.pass(1);
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'timer' });
  });

  it('PR9: the versions of the log tell the whole story without gaps', async () => {
    await using t = await TeamUnderTest.start();
    const version = await t.version();
    const bo = await t.connect('bo');
    t.clock.advance(1);
    await t.team.choose(bo, { choice: 'busy', ageMs: 0 });
    await t.team.bye(bo, 'quit');
    expect(await t.version()).toBe(version + 3);
    expect(await t.changesSince(version)).toMatchObject([
      { status: 'online' },
      { status: 'busy' },
      { status: 'offline' },
    ]);
  });

  it('PR10: of two devices’ choices the later made stands', async () => {
    await using t = await TeamUnderTest.start();
    const laptop = await t.connect('bo');
    const phone = await t.connect('bo', 'phone');
    await t.pass(5 * MINUTE);
    await t.team.choose(laptop, { choice: 'busy', ageMs: 10 * SECOND });
    expect(await t.team.choose(phone, { choice: 'online', ageMs: MINUTE })).toEqual({
      choice: 'busy',
      until: null,
      status: 'busy',
      applied: false,
      version: await t.version(),
    });
    expect(await t.seen('bo')).toMatchObject({ status: 'busy' });
  });

  it('PR11: locking and unlocking carry their causes', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.report(bo, { locked: true });
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'locked' });
    await t.report(bo);
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'returned' });
  });

  it('PR14: where the team ignores locking, idle time alone decides', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.report(bo, { locked: true });
    await t.team.changeSettings(t.observer, { lockPolicy: 'ignore' });
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'policy' });
    await t.pass(15 * MINUTE);
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'inactivity' });
  });

  it('keeps one timer for the whole team, and none once closed', async () => {
    await using t = await TeamUnderTest.start();
    await t.connect('bo');
    await t.connect('bo', 'phone');
    // Saving what happened has a pause of its own behind it, with a second timer.
    expect(t.clock.pending).toBe(2);
    await t.saved();
    t.clock.advance(SECOND);
    expect(t.clock.pending).toBe(1);
    await t.report(t.observer);
    await t.team.close();
    expect(t.clock.pending).toBe(0);
  });

  it('TR3: takes over what another process changed', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    const createdAt = t.clock.now();
    const cy = { memberId: 'cy', teamId: 'team', email: 'cy@example.com', name: 'Cy' };
    await storeMember(t.store, { ...cy, role: 'default', createdAt });
    await storeToken(t.store, {
      tokenHash: 'new',
      memberId: 'bo',
      deviceName: 'laptop',
      createdAt,
    });
    const by = { memberId: 'ada', at: createdAt };
    await storeSettings(t.store, { inactivityTimeoutMinutes: 5 }, by);
    await t.team.reload();
    expect(bo.said.at(-1)).toEqual({ code: 'unauthorized' });
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'signed-out' });
    expect(await t.seen('cy')).toMatchObject({ status: 'offline', cause: 'signed-out' });
    expect(t.changes).toContainEqual(
      expect.objectContaining({
        kind: 'member-added',
        member: { memberId: 'cy', seat: 3, name: 'Cy', role: 'agent' },
      }),
    );
    await t.pass(5 * MINUTE);
    const late = await t.connect('bo');
    expect(late.said).toEqual([{ code: 'unauthorized' }]);
  });

  it.each([
    ['signed-out', 'member'],
    ['ended-by-manager', 'manager'],
  ] as const)('AC11: tells a device that was signed out who did it: %s', async (because, by) => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.store.change('team', (tx) => tx.tokens.revokeAll('bo'));
    expect(await t.team.endRevoked(because)).toBe(1);
    expect(bo.said.at(-1)).toEqual({ code: 'unauthorized', by });
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: because });
  });

  it('PR10: a choice that was kept, though the store could not say so, is shown a moment later', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    const keep = t.store.changeChoice.bind(t.store);
    vi.spyOn(t.store, 'changeChoice').mockImplementationOnce(async (...change) => {
      await keep(...change);
      throw new Refusal('unavailable', 'The database does not answer.');
    });
    const chosen = t.team.choose(bo, { choice: 'busy', note: 'Lunch', ageMs: 0 });
    await expect(chosen).rejects.toMatchObject({ code: 'unavailable' });
    expect(await t.seen('bo')).toMatchObject({ status: 'online' });
    await t.pass(SECOND);
    await vi.waitFor(async () =>
      expect(await t.seen('bo')).toMatchObject({ status: 'busy', cause: 'chosen', note: 'Lunch' }),
    );
  });
});
