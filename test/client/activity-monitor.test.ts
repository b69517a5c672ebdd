import { describe, expect, it } from 'vitest';
import {
  type ActivityLevel,
  ActivityMonitor,
  nextLookMs,
} from '../../src/client/activity-monitor.ts';
import { ManualClock } from '../support/manual-clock.ts';

const MINUTE = 60_000;

/** A computer whose input a test decides. */
function computer(clock: ManualClock) {
  const state = { lastInputAt: clock.now(), locked: false, broken: false };
  return {
    state,
    read: () => {
      if (state.broken) throw new Error('no idle time here');
      return { idleMs: clock.now() - state.lastInputAt, locked: state.locked };
    },
  };
}

function watched(timeoutMs = 15 * MINUTE) {
  const clock = new ManualClock();
  const system = computer(clock);
  const reports: ActivityLevel[] = [];
  const failures: unknown[] = [];
  const monitor = new ActivityMonitor({
    system,
    clock,
    report: (level) => reports.push(level),
    onSourceFailure: (error) => failures.push(error),
  });
  monitor.watch(timeoutMs);
  return { clock, system: system.state, reports, failures, monitor };
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
      system.lastInputAt = clock.now();
    }
    expect(reports).toHaveLength(5);
  });

  it('PR4 reports at least every half timeout where that is shorter', () => {
    expect(nextLookMs({ idleMs: 0, locked: false }, MINUTE / 2)).toBe(15_000);
  });

  it('looks exactly when someone could have become inactive', () => {
    expect(nextLookMs({ idleMs: 50_000, locked: false }, MINUTE)).toBe(10_000);
  });

  it('PR6 notices a return within half a second and reports it', () => {
    const { clock, reports, system } = watched(MINUTE);
    clock.advance(3 * MINUTE);
    expect(reports.at(-1)?.idleMs).toBeGreaterThanOrEqual(MINUTE);
    const before = reports.length;
    clock.advance(200);
    system.lastInputAt = clock.now();
    clock.advance(500);
    expect(reports).toHaveLength(before + 1);
    expect(reports.at(-1)?.idleMs).toBeLessThanOrEqual(500);
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

  it('PR12 ages into inactivity where the system stops telling, and says so once', () => {
    const { clock, reports, failures, system } = watched(MINUTE);
    system.broken = true;
    clock.advance(2 * MINUTE);
    expect(reports.at(-1)).toMatchObject({ source: 'none' });
    expect(reports.at(-1)?.idleMs).toBeGreaterThanOrEqual(MINUTE);
    expect(failures).toHaveLength(1);
  });
});
