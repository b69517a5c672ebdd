import { describe, expect, it, vi } from 'vitest';
import { AuditLog } from '../../../src/server/accounts/audit-log.ts';
import { StatusReports } from '../../../src/server/reports/status-reports.ts';
import { auditPageSchema } from '../../../src/shared/api/audit.ts';
import { statusReportSchema } from '../../../src/shared/api/report.ts';
import { AccountsUnderTest } from '../../support/accounts.ts';
import { textOf } from '../../support/csv.ts';
import { HOUR, MINUTE } from '../../support/team-presence.ts';

const integration = {
  kind: 'integration',
  teamId: 'team',
  integrationId: 'shop',
  name: 'Shop',
  scopes: ['status:read'],
} as const;

const monday = { from: '2026-01-05', to: '2026-01-05', timeZone: 'UTC' };

/** The team at 9 o'clock on Monday, 5 January 2026 (UTC). */
async function setUp() {
  const accounts = await AccountsUnderTest.start();
  const { t } = accounts;
  const reports = new StatusReports({
    store: t.store,
    clock: t.clock,
    saved: () => t.team.saved(),
  });
  return {
    ...accounts,
    accounts,
    reports,
    auditLog: new AuditLog(t.store),
    [Symbol.asyncDispose]: () => accounts[Symbol.asyncDispose](),
  };
}

/** Bo works from 9 to 10, is Busy for half an hour, Online for a quarter, and leaves. */
async function boWorks({ t }: AccountsUnderTest): Promise<void> {
  const bo = await t.connect('bo');
  await t.work(HOUR, bo);
  await t.team.choose(bo, { choice: 'busy', ageMs: 0 });
  await t.work(30 * MINUTE, bo);
  await t.team.choose(bo, { choice: 'online', ageMs: 0 });
  await t.work(15 * MINUTE, bo);
  await t.team.bye(bo, 'signed-out');
}

describe('the report of time in each status', () => {
  it('RE1: is to the millisecond what happened', async () => {
    await using t = await setUp();
    await boWorks(t.accounts);
    await t.t.pass(7 * MINUTE);
    const report = statusReportSchema.parse(await t.reports.read(t.mara, monday));
    expect(report).toMatchObject(monday);
    expect(report.members.map(({ name }) => name)).toEqual(['ada', 'bo', 'mara']);
    const day = '2026-01-05';
    expect(report.members[0]?.days).toEqual([
      { day, onlineMs: 112 * MINUTE, busyMs: 0, offlineMs: 0 },
    ]);
    expect(report.members[1]?.days).toEqual([
      { day, onlineMs: 75 * MINUTE, busyMs: 30 * MINUTE, offlineMs: 7 * MINUTE },
    ]);
  });

  it('RE1: has the days of the time zone that is asked for', async () => {
    await using t = await setUp();
    await boWorks(t.accounts);
    // 9 o'clock UTC is 1 o'clock in the morning there, so 10:00 to 10:30 is 2:00 to 2:30.
    const timeZone = 'Pacific/Kiritimati';
    const { members } = await t.reports.read(t.mara, { ...monday, to: '2026-01-06', timeZone });
    expect(members[1]?.days).toEqual([
      { day: '2026-01-05', onlineMs: HOUR, busyMs: 0, offlineMs: 0 },
      { day: '2026-01-06', onlineMs: 15 * MINUTE, busyMs: 30 * MINUTE, offlineMs: 0 },
    ]);
  });

  it('has what happened a moment ago, before anybody would have written it down', async () => {
    await using t = await setUp();
    const bo = await t.t.connect('bo');
    t.t.clock.advance(100);
    await t.t.team.choose(bo, { choice: 'busy', ageMs: 0 });
    t.t.clock.advance(50);
    const { members } = await t.reports.read(t.bo, monday);
    expect(members[0]?.days).toMatchObject([{ onlineMs: 100, busyMs: 50 }]);
  });

  it('has days of which nothing is known, and members who were switched off', async () => {
    await using t = await setUp();
    await boWorks(t.accounts);
    await t.members.change(t.ada, 'bo', { active: false });
    const { members } = await t.reports.read(t.ada, { ...monday, from: '2026-01-04' });
    const [before, after] = members[1]?.days ?? [];
    expect(before).toEqual({ day: '2026-01-04', onlineMs: 0, busyMs: 0, offlineMs: 0 });
    expect(after).toMatchObject({ onlineMs: 75 * MINUTE, busyMs: 30 * MINUTE });
  });

  it('RE1, TR6: is about oneself for an agent, and for no program', async () => {
    await using t = await setUp();
    await boWorks(t.accounts);
    const { members } = await t.reports.read(t.bo, monday);
    expect(members).toMatchObject([{ memberId: 'bo', days: [{ busyMs: 30 * MINUTE }] }]);
    await expect(t.reports.read(integration, monday)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('RE3: comes as a file for spreadsheets, in which no name is a formula', async () => {
    await using t = await setUp();
    await boWorks(t.accounts);
    await t.members.change(t.ada, 'bo', { name: '=HYPERLINK("x")' });
    expect(await textOf(await t.reports.csv(t.ada, monday))).toBe(
      [
        '\uFEFFday,member_id,name,online_seconds,busy_seconds,offline_seconds',
        '2026-01-05,bo,"\'=HYPERLINK(""x"")",4500,1800,0',
        '2026-01-05,ada,ada,6300,0,0',
        '2026-01-05,mara,mara,0,0,0',
        '',
      ].join('\r\n'),
    );
  });
});

describe('the audit log', () => {
  it('RE2: is read in parts, the latest first, by those who manage the team', async () => {
    await using t = await setUp();
    await t.members.change(t.ada, 'bo', { capacity: 5 });
    await t.members.change(t.mara, 'bo', { capacity: 6 });
    const { integration: shop } = await t.integrations.add(t.ada, {
      name: 'Shop',
      scopes: ['contacts'],
    });
    const first = await t.auditLog.page(t.mara, { limit: 2 });
    expect(auditPageSchema.parse({ ...first, next: null }).items).toMatchObject([
      {
        actor: { kind: 'member', id: 'ada', name: 'ada' },
        action: 'integration.added',
        subject: { kind: 'integration', id: shop.integrationId, name: 'Shop' },
        before: null,
        after: { name: 'Shop', scopes: ['contacts'] },
      },
      {
        actor: { name: 'mara' },
        action: 'member.changed',
        subject: { kind: 'member', id: 'bo', name: 'bo' },
        before: { capacity: 5 },
        after: { capacity: 6 },
      },
    ]);
    const rest = await t.auditLog.page(t.mara, { limit: 2, before: first.next ?? undefined });
    expect(rest).toMatchObject({ items: [{ after: { capacity: 5 } }], next: null });
    await expect(t.auditLog.page(t.bo, { limit: 2 })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(t.auditLog.csv(t.bo)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(t.auditLog.csv(integration)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('RE2: is read no faster than the file is taken, and no more of it than is taken', async () => {
    await using t = await setUp();
    const at = t.t.clock.now();
    await t.t.store.change('team', (tx) =>
      tx.audit.recordAll(
        Array.from({ length: 5_000 }, () => ({
          at,
          actor: { kind: 'operator' },
          action: 'member.added',
          subject: null,
          before: null,
          after: null,
        })),
      ),
    );
    const reads = vi.spyOn(t.t.store.read.audit, 'entries');
    const text = (await t.auditLog.csv(t.ada)).text();
    expect(reads).toHaveBeenCalledTimes(1);
    await text.next();
    await text.next();
    await text.next();
    expect(reads).toHaveBeenCalledTimes(2);
    await text.return(undefined);
    expect(reads).toHaveBeenCalledTimes(2);
  });

  it('RE2, RE3: comes whole as a file for spreadsheets, with what the operator did', async () => {
    await using t = await setUp();
    expect((await textOf(await t.auditLog.csv(t.ada))).split('\r\n')).toHaveLength(2);
    await t.t.store.change('team', async (tx) => {
      for (let count = 0; count < 1_100; count += 1) {
        await tx.audit.record({
          at: t.t.clock.now(),
          actor: { kind: 'operator' },
          action: 'member.added',
          subject: { id: 'x', name: '@x' },
          before: null,
          after: { name: 'x, y' },
        });
      }
    });
    const lines = (await textOf(await t.auditLog.csv(t.ada))).split('\r\n');
    expect(lines).toHaveLength(1_102);
    expect(lines[1]).toBe(
      `1100,2026-01-05T09:00:00.000Z,operator,,,member.added,member,x,'@x,,"{""name"":""x, y""}"`,
    );
    expect(lines[1_100]).toMatch(/^1,/);
  });
});
