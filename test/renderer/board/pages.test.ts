import { describe, expect, it } from 'vitest';
import { formatHours } from '../../../src/renderer/board/report/hours.ts';
import { isPeriod, periodOf } from '../../../src/renderer/board/report/period.ts';
import { sharesOf, totalOf } from '../../../src/renderer/board/report/shares.ts';
import { memberChange } from '../../../src/renderer/board/team/member-change.ts';
import type { TeamMember } from '../../../src/shared/api/members.ts';

const HOUR = 3_600_000;

const member: TeamMember = {
  memberId: 'ben',
  name: 'Ben',
  role: 'agent',
  email: 'ben@example.com',
  active: true,
  receivesContacts: true,
  capacity: 3,
  openContacts: 0,
};

describe('a change of a member', () => {
  it('names only what differs, so that what others change meanwhile stays', () => {
    const draft = { ...member, capacity: ' 5 ', name: ' Ben ' };
    expect(memberChange(member, draft)).toEqual({ capacity: 5 });
  });

  it('is none where nothing differs', () => {
    expect(memberChange(member, { ...member, capacity: '3' })).toBeNull();
  });
});

describe('a report', () => {
  // A Wednesday.
  const now = new Date(2026, 2, 4, 15, 30).getTime();

  it('is about whole days, and never about days to come', () => {
    expect(periodOf('today', now)).toEqual({ from: '2026-03-04', to: '2026-03-04' });
    expect(periodOf('week', now)).toEqual({ from: '2026-03-02', to: '2026-03-04' });
    expect(periodOf('lastWeek', now)).toEqual({ from: '2026-02-23', to: '2026-03-01' });
    expect(periodOf('month', now)).toEqual({ from: '2026-03-01', to: '2026-03-04' });
    expect(periodOf('lastMonth', now)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });

  it('begins its weeks on Monday, on a Sunday too', () => {
    const sunday = new Date(2026, 2, 8).getTime();
    expect(periodOf('week', sunday)).toEqual({ from: '2026-03-02', to: '2026-03-08' });
  });

  it('has at most 92 days', () => {
    expect(isPeriod({ from: '2026-01-01', to: '2026-04-02' })).toBe(true);
    expect(isPeriod({ from: '2026-01-01', to: '2026-04-03' })).toBe(false);
    expect(isPeriod({ from: '2026-01-02', to: '2026-01-01' })).toBe(false);
    expect(isPeriod({ from: '', to: '2026-01-01' })).toBe(false);
  });

  it('adds days up, and tells their shares', () => {
    const days = [
      { day: '2026-03-02', onlineMs: 3 * HOUR, busyMs: HOUR, offlineMs: 20 * HOUR },
      { day: '2026-03-03', onlineMs: 6 * HOUR, busyMs: 2 * HOUR, offlineMs: 16 * HOUR },
    ];
    const total = totalOf(days);
    expect(total).toEqual({ onlineMs: 9 * HOUR, busyMs: 3 * HOUR, offlineMs: 36 * HOUR });
    expect(sharesOf(total).map(({ percent }) => percent)).toEqual([18.75, 6.25, 75]);
    expect(sharesOf({ onlineMs: 0, busyMs: 0, offlineMs: 0 })).toEqual([]);
  });

  it('counts in hours, however many', () => {
    expect(formatHours(30.2 * HOUR, 'en-GB')).toBe('30 hrs 12 mins');
    expect(formatHours(0, 'en-GB')).toBe('0 mins');
    expect(formatHours(8 * HOUR - 1, 'en-GB')).toBe('8 hrs');
  });
});
