import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMinutes } from '../../src/renderer/time/minutes.ts';

/** A page that can be hidden. */
class Page extends EventTarget {
  hidden = false;

  turn(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-12T14:30:40') });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('times that tick', () => {
  it('tick together at each full minute, with one timer for all', () => {
    const onEachMinute = createMinutes(new Page());
    const first = vi.fn();
    const second = vi.fn();
    onEachMinute(first);
    onEachMinute(second);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(19_999);
    expect(first).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(first).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(120_000);
    expect(first).toHaveBeenCalledTimes(3);
    expect(second).toHaveBeenCalledTimes(3);
  });

  it('stand still while the window is hidden, and are right as soon as it is shown', () => {
    const page = new Page();
    const tick = vi.fn();
    createMinutes(page)(tick);
    page.turn(true);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(600_000);
    expect(tick).toHaveBeenCalledTimes(0);
    page.turn(false);
    expect(tick).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(1);
  });

  it('leave no timer behind when nothing is shown any more', () => {
    const page = new Page();
    const onEachMinute = createMinutes(page);
    const ends = [onEachMinute(vi.fn()), onEachMinute(vi.fn())];
    for (const end of ends) end();
    expect(vi.getTimerCount()).toBe(0);
    page.turn(true);
    page.turn(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});
