import { describe, expect, it } from 'vitest';
import {
  ActivityMonitor,
  type Attendance,
  attendanceOf,
  nextLookMs,
} from '../../src/client/activity-monitor.ts';
import { type ActivityLevel, IdleSource } from '../../src/client/idle-source.ts';
import { ManualClock } from '../support/manual-clock.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A computer whose input a test decides; its idle time is in whole seconds, as Electron has it. */
function watched(timeoutMs = 15 * MINUTE, lockIsPolled = false) {
  const clock = new ManualClock();
  const system = { lastInputAt: clock.steady(), locked: false };
  const reports: ActivityLevel[] = [];
  const attendances: Attendance[] = [];
  const source = new IdleSource({
    system: {
      idleMs: () => Math.floor((clock.steady() - system.lastInputAt) / SECOND) * SECOND,
      locked: () => system.locked,
      lockIsPolled,
    },
    clock,
    onFailure: () => undefined,
  });
  const monitor = new ActivityMonitor({
    source,
    clock,
    report: (level, attendance) => {
      reports.push(level);
      attendances.push(attendance);
    },
  });
  monitor.watch(timeoutMs);
  return { clock, system, reports, attendances, monitor };
}

const level = (idleMs: number, more: Partial<ActivityLevel> = {}): ActivityLevel => ({
  idleMs,
  locked: false,
  source: 'system',
  ...more,
});

/** Counts the looks from now on; each rings `earlyMs` before its time. */
function countLooks(clock: ManualClock, earlyMs = 0): () => number {
  let looks = 0;
  const wait = clock.after.bind(clock);
  clock.after = (delayMs, task) => {
    looks += 1;
    return wait(delayMs - earlyMs, task);
  };
  return () => looks;
}

describe('activity monitor', () => {
  it('PR4 reports at once when it starts, as level state', () => {
    const { reports } = watched();
    expect(reports).toEqual([{ idleMs: 0, locked: false, source: 'system' }]);
  });

  it('PR4 reports at least every 30 s', () => {
    const { clock, reports, system } = watched();
    for (let second = 0; second < 120; second += 1) {
      clock.advance(1_000);
      system.lastInputAt = clock.steady();
    }
    expect(reports).toHaveLength(5);
  });

  it('PR4 reports at least every half timeout where that is shorter', () => {
    expect(nextLookMs(level(0), MINUTE / 2)).toBe(15 * SECOND);
  });

  it.each([
    ['twice', false, 20],
    ['four times', true, 40],
  ])('looks %s a minute while someone is there (lock polled: %s)', (_, lockIsPolled, expected) => {
    const { clock, system } = watched(15 * MINUTE, lockIsPolled);
    clock.advance(10 * SECOND);
    const looks = countLooks(clock);
    for (let second = 0; second < 600; second += 1) {
      clock.advance(SECOND);
      if (second % 5 === 0) system.lastInputAt = clock.steady();
    }
    expect(looks()).toBe(expected);
  });

  it('PR4 a timer that rings a moment early costs no look more', () => {
    const { clock, reports } = watched(15 * MINUTE, true);
    clock.advance(10 * SECOND);
    const looks = countLooks(clock, 1);
    const before = reports.length;
    clock.advance(10 * MINUTE);
    expect(looks()).toBeLessThanOrEqual(41);
    expect(reports.length - before).toBe(20);
  });

  it('PR3 reports inactivity within a quarter of a second of the timeout, never before it', () => {
    const { clock, system, reports, attendances } = watched(MINUTE);
    clock.advance(10 * SECOND + 730);
    system.lastInputAt = clock.steady();
    clock.advance(MINUTE - 1);
    expect(attendances.at(-1)).toBe('fading');
    clock.advance(251);
    expect(attendances.at(-1)).toBe('away');
    expect(reports.at(-1)?.idleMs).toBe(MINUTE);
  });

  it('PR13 fades a minute before a long timeout and a quarter of a short one before its end', () => {
    expect(attendanceOf(level(14 * MINUTE - 1), 15 * MINUTE)).toBe('there');
    expect(attendanceOf(level(14 * MINUTE), 15 * MINUTE)).toBe('fading');
    expect(attendanceOf(level(45 * SECOND - 1), MINUTE)).toBe('there');
    expect(attendanceOf(level(45 * SECOND), MINUTE)).toBe('fading');
    expect(attendanceOf(level(45 * SECOND, { locked: true }), MINUTE)).toBe('away');
  });

  it('PR13 notices within a second that someone who was fading is there', () => {
    const { clock, system, attendances } = watched(MINUTE);
    clock.advance(50 * SECOND);
    expect(attendances.at(-1)).toBe('fading');
    system.lastInputAt = clock.steady();
    clock.advance(SECOND);
    expect(attendances.at(-1)).toBe('there');
  });

  it('PR6 notices a return within half a second and reports it', () => {
    const { clock, reports, system } = watched(MINUTE);
    clock.advance(3 * MINUTE);
    expect(reports.at(-1)?.idleMs).toBeGreaterThanOrEqual(MINUTE);
    const before = reports.length;
    clock.advance(200);
    system.lastInputAt = clock.steady();
    clock.advance(500);
    expect(reports).toHaveLength(before + 1);
    expect(reports.at(-1)?.idleMs).toBeLessThanOrEqual(500);
  });

  it('PR14 sees a locked screen within 15 s where the system does not tell of it', () => {
    const { clock, reports, system } = watched(15 * MINUTE, true);
    clock.advance(20 * SECOND);
    system.locked = true;
    clock.advance(15 * SECOND);
    expect(reports.at(-1)?.locked).toBe(true);
  });

  it('PR6 PR14 reports input at a locked screen within half a second, for teams that ignore locking', () => {
    const { clock, reports, system } = watched(MINUTE);
    system.locked = true;
    clock.advance(3 * MINUTE + 7 * SECOND);
    const before = reports.length;
    system.lastInputAt = clock.steady();
    clock.advance(500);
    expect(reports).toHaveLength(before + 1);
    expect(reports.at(-1)).toMatchObject({ locked: true, idleMs: 0 });
  });

  it('PR4 reports a lock as soon as it is seen', () => {
    const { reports, system, monitor } = watched();
    system.locked = true;
    monitor.look();
    expect(reports.at(-1)?.locked).toBe(true);
  });

  it('uses a new timeout at once', () => {
    const { clock, reports, monitor } = watched();
    clock.advance(5_000);
    monitor.watch(MINUTE);
    clock.advance(MINUTE - 5_000);
    expect(reports.at(-1)?.idleMs).toBe(MINUTE);
  });

  it('does not look while it is stopped', () => {
    const { clock, reports, monitor } = watched();
    monitor.stop();
    clock.advance(10 * MINUTE);
    expect(reports).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('does not report more or less because the computer’s time is set', () => {
    const { clock, reports } = watched();
    clock.advance(5 * SECOND);
    const before = reports.length;
    clock.setForward(10 * 60 * MINUTE);
    clock.advance(5 * SECOND);
    expect(reports).toHaveLength(before);
    clock.setForward(-20 * 60 * MINUTE);
    clock.advance(30 * SECOND);
    expect(reports.length).toBeGreaterThan(before);
  });
});
