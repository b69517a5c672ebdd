import { describe, expect, it } from 'vitest';
import type { PresenceLog, ToldMember } from '../../src/server/log/presence-log.ts';
import { added, changed, removed, renamed, toldMember, waiting } from '../support/log-changes.ts';
import { RecordedLog } from '../support/recorded-log.ts';

/** What every presence log does. `create` answers an empty one that says of the last `recent` changes. */
export function presenceLogContract(
  name: string,
  create: (recent: number) => Promise<PresenceLog>,
): void {
  describe(`${name} as a presence log`, () => {
    /** With team `a` begun by whoever writes it. */
    async function begun(recent = 10): Promise<PresenceLog> {
      const log = await create(recent);
      await log.told('a');
      return log;
    }

    it('PR9: gives every change one version, counted from 1 without gaps', async () => {
      const log = await begun();
      expect(await log.told('a')).toMatchObject({ version: 0, members: [], recent: [] });
      expect(await log.append('a', [added(1)])).toBe(1);
      expect(await log.append('a', [added(2), changed(1, 'busy', 5)])).toBe(3);
      expect(await log.told('a')).toMatchObject({ version: 3 });
    });

    it('takes no version for no change, and tells nobody', async () => {
      const log = await begun();
      await log.append('a', [added(1)]);
      const listener = new RecordedLog();
      await log.follow('a', listener);
      expect(await log.append('a', [])).toBe(1);
      await log.append('a', [removed(1)]);
      await listener.reaches(2);
      expect(listener.changes).toEqual([removed(1)]);
    });

    it('says what everything told came to, for each member', async () => {
      const log = await begun();
      await log.append('a', [added(1), added(2), added(3)]);
      await log.append('a', [changed(1, 'online', 7), renamed(2, 'Bo'), removed(3)]);
      await log.append('a', [changed(2, 'busy', 8, { until: 9, note: 'lunch' })]);
      await log.append('a', [changed(1, 'busy', 9)]);
      const { members } = await log.told('a');
      const bo = toldMember(2, 'busy', 8, 'Bo');
      expect(bySeat(members)).toEqual([
        toldMember(1, 'busy', 9),
        { ...bo, visible: { ...bo.visible, until: 9, note: 'lunch' } },
      ]);
    });

    it('says again the last changes, the last of which made the version', async () => {
      const log = await begun(3);
      await log.append('a', [added(1), added(2)]);
      await log.tell('a', waiting(1));
      await log.append('a', [changed(1, 'online', 1), changed(2, 'online', 2)]);
      await log.tell('a', waiting(2));
      const { version, recent } = await log.told('a');
      expect(version).toBe(4);
      expect(recent).toEqual([added(2), changed(1, 'online', 1), changed(2, 'online', 2)]);
    });

    it('tells a follower first what was told before, then everything once and in order', async () => {
      const log = await begun();
      await log.append('a', [added(1)]);
      await log.tell('a', waiting(1));
      const listener = new RecordedLog();
      await log.follow('a', listener);
      expect(listener.heard).toEqual([{ told: await log.told('a') }]);
      await log.append('a', [changed(1, 'online', 1), changed(1, 'busy', 2)]);
      await log.append('a', [changed(1, 'online', 3)]);
      await listener.reaches(4);
      expect(listener.heard.slice(1)).toEqual([
        { entry: { from: 1, changes: [changed(1, 'online', 1), changed(1, 'busy', 2)] } },
        { entry: { from: 3, changes: [changed(1, 'online', 3)] } },
      ]);
    });

    it('tells messages in their place between changes, waited for or not', async () => {
      const log = await begun();
      await log.append('a', [added(1)]);
      const listener = new RecordedLog();
      await log.follow('a', listener);
      await Promise.all([
        log.tell('a', waiting(1)),
        log.tell('a', waiting(2)),
        log.append('a', [changed(1, 'online', 1)]),
        log.tell('a', waiting(3)),
        log.append('a', [changed(1, 'busy', 2)]),
      ]);
      await listener.reaches(3);
      expect(listener.heard.slice(1)).toEqual([
        { message: waiting(1) },
        { message: waiting(2) },
        { entry: { from: 1, changes: [changed(1, 'online', 1)] } },
        { message: waiting(3) },
        { entry: { from: 2, changes: [changed(1, 'busy', 2)] } },
      ]);
    });

    it('tells those who follow while much is told all of it, whenever they began', async () => {
      const log = await begun(1_000);
      await log.append('a', [added(1)]);
      const listeners: RecordedLog[] = [];
      const following: Promise<unknown>[] = [];
      for (let since = 1; since <= 200; since += 1) {
        const appended = log.append('a', [changed(1, 'online', since)]);
        if (since % 20 === 0) {
          const listener = new RecordedLog();
          listeners.push(listener);
          following.push(log.follow('a', listener));
        }
        await appended;
      }
      await Promise.all(following);
      for (const listener of listeners) {
        await listener.reaches(201);
        const [first] = listener.heard;
        const version = first !== undefined && 'told' in first ? first.told.version : -1;
        expect(listener.told).toHaveLength(1);
        expect(listener.changes).toEqual(
          Array.from({ length: 201 - version }, (_, at) => changed(1, 'online', version + at)),
        );
      }
    });

    it('tells nothing any more to a follower that has ended it', async () => {
      const log = await begun();
      const ended = new RecordedLog();
      const other = new RecordedLog();
      const stop = await log.follow('a', ended);
      await log.follow('a', other);
      stop();
      await log.append('a', [added(1)]);
      await other.reaches(1);
      expect(ended.changes).toEqual([]);
    });

    it('keeps teams apart', async () => {
      const log = await begun();
      await log.told('b');
      const [a, b] = [new RecordedLog(), new RecordedLog()];
      await log.follow('a', a);
      await log.follow('b', b);
      await log.append('a', [added(1)]);
      await log.append('b', [added(2), added(3)]);
      await a.reaches(1);
      await b.reaches(2);
      expect([a.changes, b.changes]).toEqual([[added(1)], [added(2), added(3)]]);
    });

    it('is told apart from every other log by its id', async () => {
      const ids = [(await (await begun()).told('a')).log, (await (await begun()).told('a')).log];
      expect(new Set(ids).size).toBe(2);
      for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    });
  });
}

export function bySeat(members: readonly ToldMember[]): readonly ToldMember[] {
  return members.toSorted((one, other) => one.member.seat - other.member.seat);
}
