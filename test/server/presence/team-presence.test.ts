import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { MemoryLog } from '../../../src/server/log/memory-log.ts';
import { type Session, TeamPresence } from '../../../src/server/presence/team-presence.ts';
import { SqliteStore } from '../../../src/server/store/sqlite.ts';
import type { ErrorCode } from '../../../src/shared/protocol/errors.ts';
import type { Change, Welcome } from '../../../src/shared/protocol/schemas.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { temporaryFolder } from '../../support/team-server.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

type RecordedSession = Session & { readonly said: (Welcome | 'replaced' | ErrorCode)[] };

/** A team of Ada (owner) and Bo (agent), with the real store and log, and sessions that record. */
async function setUp() {
  const folder = await temporaryFolder();
  const clock = new ManualClock();
  const store = new SqliteStore(folder.path, clock);
  const log = new MemoryLog('log');
  const changes: Change[] = [];
  const { teamId } = await store.ensureTeam('team', 'Team');
  for (const [memberId, role] of [['ada', 'owner'] as const, ['bo', 'agent'] as const]) {
    const email = `${memberId}@example.com`;
    const createdAt = clock.now();
    await store.addMember({ memberId, teamId, email, name: memberId, role, createdAt });
    for (const deviceName of ['laptop', 'phone']) {
      const tokenHash = `${memberId} ${deviceName}`;
      await store.issueToken({ tokenHash, memberId, deviceName, createdAt });
    }
  }
  const team = new TeamPresence(teamId, {
    store,
    log,
    clock,
    logger: Fastify().log,
    onSettings: () => undefined,
  });
  await team.reload();
  log.follow(teamId, (entry) => changes.push(...entry.changes));

  const session = (memberId: string, deviceName = 'laptop'): RecordedSession => {
    const said: RecordedSession['said'] = [];
    return {
      memberId,
      deviceId: deviceName,
      tokenHash: `${memberId} ${deviceName}`,
      said,
      welcome: (welcome) => said.push(welcome),
      replaced: () => said.push('replaced'),
      revoked: (code) => said.push(code),
    };
  };
  const active = { seq: 0, idleMs: 0, locked: false, source: 'system' } as const;
  const observer = session('ada');
  await team.connect(observer, active, undefined);
  let seq = 0;
  return {
    clock,
    store,
    log,
    team,
    changes,
    session,
    active,
    observer,
    async connect(memberId: string, deviceName = 'laptop', activity = {}) {
      const connected = session(memberId, deviceName);
      await team.connect(connected, { ...active, ...activity }, undefined);
      return connected;
    },
    report(of: Session, activity: object = {}) {
      seq += 1;
      return team.report(of, { ...active, seq, ...activity });
    },
    /** Moves time on with the observer at the keyboard, so that only others can go Offline. */
    async pass(ms: number) {
      clock.advance(ms);
      seq += 1;
      await team.report(observer, { ...active, seq });
    },
    async seen(memberId: string) {
      const { statuses } = await team.snapshotFor(observer);
      return statuses.find((status) => status.memberId === memberId);
    },
    async [Symbol.asyncDispose]() {
      await team.close();
      await store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('presence of a team', () => {
  it('PR2: a member without a device is Offline, with one as they chose', async () => {
    await using t = await setUp();
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'signed-out' });
    const bo = await t.connect('bo');
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'signed-in' });
    t.clock.advance(SECOND);
    const answer = await t.team.choose(bo, { choice: 'busy', ageMs: 0, note: 'On a call' });
    expect(answer).toEqual({ choice: 'busy', until: null, status: 'busy', applied: true });
    expect(await t.seen('bo')).toEqual({
      memberId: 'bo',
      status: 'busy',
      cause: 'chosen',
      note: 'On a call',
      since: t.clock.now(),
    });
  });

  it('PR3, PR4: without input for the timeout a member is Offline, at that very moment', async () => {
    await using t = await setUp();
    const bo = await t.connect('bo', 'laptop', { idleMs: 5 * MINUTE });
    const offlineAt = t.clock.now() + 10 * MINUTE;
    expect(await t.report(bo, { idleMs: 5 * MINUTE })).toEqual({ status: 'online', offlineAt });
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
    });
  });

  it('PR4: a device that goes silent ages into Offline by the same rule', async () => {
    await using t = await setUp();
    await t.connect('bo');
    await t.pass(15 * MINUTE);
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'inactivity' });
  });

  it('PR4: ignores a report that is not newer, and answers with the current state', async () => {
    await using t = await setUp();
    const bo = await t.connect('bo');
    await t.team.report(bo, { ...t.active, seq: 7, locked: true });
    const old = { ...t.active, seq: 6 };
    expect(await t.team.report(bo, old)).toEqual({ status: 'offline', offlineAt: null });
    expect(await t.team.report(bo, { ...old, seq: 7 })).toMatchObject({ status: 'offline' });
    expect(await t.team.report(bo, { ...old, seq: 8 })).toMatchObject({ status: 'online' });
  });

  it('PR5: a new timeout takes effect for everyone at once', async () => {
    await using t = await setUp();
    await t.connect('bo');
    await t.pass(10 * MINUTE);
    await t.team.changeSettings(t.observer, { inactivityTimeoutMinutes: 10 });
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'policy' });
    await t.team.changeSettings(t.observer, { inactivityTimeoutMinutes: 15 });
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'policy' });
    await t.pass(5 * MINUTE);
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'inactivity' });
  });

  it('PR5, TR1: refuses an agent who wants to change settings', async () => {
    await using t = await setUp();
    const bo = await t.connect('bo');
    await expect(t.team.changeSettings(bo, { inactivityTimeoutMinutes: 1 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await t.store.team('team')).toMatchObject({
      settings: { inactivityTimeoutMinutes: 15 },
    });
  });

  it('PR6: who returns has the previous choice, with the time that is left of it', async () => {
    await using t = await setUp();
    const bo = await t.connect('bo');
    const { until } = await t.team.choose(bo, { choice: 'busy', forSeconds: 3_600, ageMs: 0 });
    expect(until).toBe(t.clock.now() + 60 * MINUTE);
    await t.pass(20 * MINUTE);
    expect(await t.seen('bo')).toMatchObject({ status: 'offline' });
    expect(await t.report(bo)).toMatchObject({ status: 'busy' });
    expect(await t.seen('bo')).toMatchObject({ status: 'busy', cause: 'returned', until });
  });

  it('PR7: a lost connection shows after 10 s, not before', async () => {
    await using t = await setUp();
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
    await using t = await setUp();
    const bo = await t.connect('bo');
    const before = [...t.changes];
    await t.team.disconnected(bo);
    await t.pass(9 * SECOND);
    await t.connect('bo');
    await t.pass(2 * MINUTE);
    expect(t.changes).toEqual(before);
  });

  it('PR7: the late end of a connection that was replaced starts no grace', async () => {
    await using t = await setUp();
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
    await using t = await setUp();
    const bo = await t.connect('bo');
    await t.team.bye(bo, reason);
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'signed-out' });
    await expect(t.report(bo)).rejects.toMatchObject({ code: 'unavailable' });
    await t.connect('bo');
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'signed-in' });
  });

  it('PR6, PR14: a computer that sleeps is Offline at once, and back with its next report', async () => {
    await using t = await setUp();
    const bo = await t.connect('bo');
    await t.team.bye(bo, 'suspended');
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'suspended' });
    expect(await t.report(bo)).toMatchObject({ status: 'online' });
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'returned' });
  });

  it('PR3: while another device is present nothing visible changes', async () => {
    await using t = await setUp();
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
    await using t = await setUp();
    const bo = await t.connect('bo');
    await t.team.choose(bo, { choice: 'busy', forSeconds: 300, ageMs: 0 });
    await t.pass(5 * MINUTE - 1);
    expect(await t.seen('bo')).toMatchObject({ status: 'busy' });
    await t.pass(1);
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'timer' });
  });

  it('PR9: the versions of the log tell the whole story without gaps', async () => {
    await using t = await setUp();
    const [welcome] = t.observer.said;
    if (typeof welcome !== 'object') throw new Error('no welcome');
    const bo = await t.connect('bo');
    t.clock.advance(1);
    await t.team.choose(bo, { choice: 'busy', ageMs: 0 });
    await t.team.bye(bo, 'quit');
    const { version } = await t.team.snapshotFor(t.observer);
    expect(version).toBe(welcome.version + 3);
    expect(await t.log.range('team', welcome.version)).toMatchObject([
      { status: 'online' },
      { status: 'busy' },
      { status: 'offline' },
    ]);
  });

  it('PR9: who has a version that is still held gets only what was missed', async () => {
    await using t = await setUp();
    const { version } = await t.team.snapshotFor(t.observer);
    await t.connect('bo');
    const again = t.session('ada');
    await t.team.connect(again, t.active, { log: 'log', version });
    expect(again.said).toMatchObject([
      { version: version + 1, deltas: [{ from: version, to: version + 1 }] },
    ]);
    expect(again.said[0]).not.toHaveProperty('snapshot');
    const current = t.session('ada');
    await t.team.connect(current, t.active, { log: 'log', version: version + 1 });
    expect(current.said).toMatchObject([{ deltas: [] }]);
  });

  it.each([
    ['another log', { log: 'older', version: 1 }],
    ['a version that never was', { log: 'log', version: 1_000 }],
  ])('PR9: who has %s gets the whole snapshot', async (_, have) => {
    await using t = await setUp();
    const again = t.session('ada');
    await t.team.connect(again, t.active, have);
    expect(again.said[0]).toHaveProperty('snapshot');
    expect(again.said[0]).not.toHaveProperty('deltas');
  });

  it('PR10: of two devices’ choices the later made stands', async () => {
    await using t = await setUp();
    const laptop = await t.connect('bo');
    const phone = await t.connect('bo', 'phone');
    await t.pass(5 * MINUTE);
    await t.team.choose(laptop, { choice: 'busy', ageMs: 10 * SECOND });
    expect(await t.team.choose(phone, { choice: 'online', ageMs: MINUTE })).toEqual({
      choice: 'busy',
      until: null,
      status: 'busy',
      applied: false,
    });
    expect(await t.seen('bo')).toMatchObject({ status: 'busy' });
  });

  it('PR11: locking and unlocking carry their causes', async () => {
    await using t = await setUp();
    const bo = await t.connect('bo');
    await t.report(bo, { locked: true });
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'locked' });
    await t.report(bo);
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'returned' });
  });

  it('PR14: where the team ignores locking, idle time alone decides', async () => {
    await using t = await setUp();
    const bo = await t.connect('bo');
    await t.report(bo, { locked: true });
    await t.team.changeSettings(t.observer, { lockPolicy: 'ignore' });
    expect(await t.seen('bo')).toMatchObject({ status: 'online', cause: 'policy' });
    await t.pass(15 * MINUTE);
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'inactivity' });
  });

  it('keeps one timer for the whole team, and none once closed', async () => {
    await using t = await setUp();
    await t.connect('bo');
    await t.connect('bo', 'phone');
    expect(t.clock.pending).toBe(1);
    await t.team.close();
    expect(t.clock.pending).toBe(0);
  });

  it('TR3: takes over what another process changed', async () => {
    await using t = await setUp();
    const bo = await t.connect('bo');
    const createdAt = t.clock.now();
    const cy = { memberId: 'cy', teamId: 'team', email: 'cy@example.com', name: 'Cy' };
    await t.store.addMember({ ...cy, role: 'default', createdAt });
    await t.store.issueToken({ tokenHash: 'new', memberId: 'bo', deviceName: 'laptop', createdAt });
    await t.store.changeSettings('team', { inactivityTimeoutMinutes: 5 });
    await t.team.reload();
    expect(bo.said.at(-1)).toBe('unauthorized');
    expect(await t.seen('bo')).toMatchObject({ status: 'offline', cause: 'signed-out' });
    expect(await t.seen('cy')).toMatchObject({ status: 'offline', cause: 'signed-out' });
    expect(t.changes).toContainEqual(
      expect.objectContaining({
        kind: 'member-added',
        member: { memberId: 'cy', name: 'Cy', role: 'agent' },
      }),
    );
    await t.pass(5 * MINUTE);
    const late = await t.connect('bo');
    expect(late.said).toEqual(['unauthorized']);
  });
});
