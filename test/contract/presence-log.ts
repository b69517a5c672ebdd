import { describe, expect, it } from 'vitest';
import type { Change, LogEntry, PresenceLog } from '../../src/server/log/presence-log.ts';

const gone = (memberId: string): Change => ({ kind: 'member-removed', memberId, seat: 1 });

/** What every presence log does. `create` answers a log that holds at least `held` changes. */
export function presenceLogContract(name: string, create: (held: number) => PresenceLog): void {
  describe(`${name} as a presence log`, () => {
    it('PR9: gives every change one version, counted from 1 without gaps', async () => {
      const log = create(10);
      expect(await log.head('a')).toBe(0);
      expect(await log.append('a', [gone('1')])).toBe(1);
      expect(await log.append('a', [gone('2'), gone('3')])).toBe(3);
      expect(await log.head('a')).toBe(3);
    });

    it('takes no version for no change', async () => {
      const log = create(10);
      await log.append('a', [gone('1')]);
      const heard: LogEntry[] = [];
      log.follow('a', (entry) => heard.push(entry));
      expect(await log.append('a', [])).toBe(1);
      expect(heard).toEqual([]);
    });

    it('answers the changes after a version', async () => {
      const log = create(10);
      await log.append('a', [gone('1'), gone('2'), gone('3')]);
      expect(await log.range('a', 0)).toEqual([gone('1'), gone('2'), gone('3')]);
      expect(await log.range('a', 2)).toEqual([gone('3')]);
      expect(await log.range('a', 3)).toEqual([]);
    });

    it('answers null for a version that it does not hold (any more)', async () => {
      const log = create(3);
      for (let n = 1; n <= 10_000; n += 1) await log.append('a', [gone(String(n))]);
      expect(await log.range('a', 0)).toBeNull();
      expect(await log.range('a', 9_999)).toEqual([gone('10000')]);
      expect(await log.range('a', 9_997)).toHaveLength(3);
      expect(await log.range('a', 10_001)).toBeNull();
    });

    it('tells followers every append once, before it is answered', async () => {
      const log = create(10);
      const heard: LogEntry[] = [];
      await log.append('a', [gone('0')]);
      const stop = log.follow('a', (entry) => heard.push(entry));
      await log.append('a', [gone('1'), gone('2')]);
      expect(heard).toEqual([{ from: 1, changes: [gone('1'), gone('2')] }]);
      stop();
      await log.append('a', [gone('3')]);
      expect(heard).toHaveLength(1);
    });

    it('keeps teams apart', async () => {
      const log = create(10);
      const heard: LogEntry[] = [];
      log.follow('b', (entry) => heard.push(entry));
      await log.append('a', [gone('1')]);
      expect(await log.head('b')).toBe(0);
      expect(heard).toEqual([]);
    });

    it('is told apart from every other log by its id', () => {
      expect(create(1).id).not.toBe(create(1).id);
      expect(create(1).id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    });
  });
}
