import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportInput } from '../../src/renderer/activity/input-report.ts';
import { onlyOwnInputCounts } from '../../src/renderer/activity/own-input.ts';

describe('input in the window', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('PR12: counts, and the window says so, wherever the computer tells of none', () => {
    expect(onlyOwnInputCounts('app')).toBe(true);
    expect(onlyOwnInputCounts('none')).toBe(true);
    expect(onlyOwnInputCounts('system')).toBe(false);
  });

  it.each(['pointerdown', 'pointermove', 'wheel', 'keydown'])('PR12: a %s is input', (type) => {
    const page = new EventTarget();
    const report = vi.fn();
    reportInput(page, report);
    page.dispatchEvent(new Event(type));
    expect(report).toHaveBeenCalledOnce();
  });

  it('PR12: is reported at once, and while it goes on every 2 s', () => {
    const page = new EventTarget();
    const start = performance.now();
    const reported: number[] = [];
    reportInput(page, () => reported.push(performance.now() - start));
    for (let ms = 0; ms <= 5000; ms += 100) {
      page.dispatchEvent(new Event('pointermove'));
      vi.advanceTimersByTime(100);
    }
    expect(reported).toEqual([0, 2000, 4000]);
  });

  it('is reported also when the time of day has been set back', () => {
    const page = new EventTarget();
    const report = vi.fn();
    reportInput(page, report);
    page.dispatchEvent(new Event('keydown'));
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(2000);
    page.dispatchEvent(new Event('keydown'));
    expect(report).toHaveBeenCalledTimes(2);
  });

  it('TR6: is told of as having been, and as nothing else', () => {
    const page = new EventTarget();
    const report = vi.fn();
    reportInput(page, report);
    page.dispatchEvent(new Event('keydown'));
    expect(report).toHaveBeenCalledExactlyOnceWith();
  });

  it('is not reported any more after the end', () => {
    const page = new EventTarget();
    const report = vi.fn();
    reportInput(page, report)();
    page.dispatchEvent(new Event('keydown'));
    expect(report).not.toHaveBeenCalled();
  });
});
