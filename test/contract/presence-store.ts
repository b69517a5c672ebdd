import { describe, expect, it } from 'vitest';
import type { StatusEntry, StoredDevice } from '../../src/server/store/store.ts';
import { type StoreUnderTest, withTeam } from './store-under-test.ts';

const laptop: StoredDevice = {
  deviceId: 'laptop-1',
  name: 'Laptop',
  lastInputAt: 4_000,
  locked: false,
};
const phone: StoredDevice = { ...laptop, deviceId: 'phone-1', name: 'Phone', locked: true };

const online: StatusEntry = {
  memberId: 'ada',
  status: 'online',
  cause: 'signed-in',
  since: 1_000,
  deviceName: 'Laptop',
};
const busy: StatusEntry = { ...online, status: 'busy', cause: 'chosen', since: 2_000 };
const offline: StatusEntry = {
  ...online,
  status: 'offline',
  cause: 'policy',
  since: 3_000,
  deviceName: null,
};

/** What every store does with presence and history. `create` answers an empty one. */
export function presenceStoreContract(name: string, create: () => Promise<StoreUnderTest>): void {
  /** A store in which Ada and Bo are members. */
  async function setUp() {
    const under = await withTeam(create);
    const { store } = under;
    return {
      ...under,
      enter: (...entries: StatusEntry[]) => store.savePresence({ entries, devices: new Map() }),
      pageOf: (memberId: string, before?: number, limit = 100) =>
        store.history(memberId, before === undefined ? { limit } : { before, limit }),
    };
  }

  describe(`${name} as a store of presence`, () => {
    it('PR15: answers the status and the devices that were saved last', async () => {
      await using t = await setUp();
      expect(await t.store.savedPresence('team')).toEqual({
        statuses: new Map(),
        devices: new Map(),
      });
      await t.store.savePresence({
        entries: [online, busy],
        devices: new Map([
          ['ada', [laptop, phone]],
          ['bo', [phone]],
        ]),
      });
      const other = await t.openAnother();
      expect(await other.savedPresence('team')).toEqual({
        statuses: new Map([['ada', { status: 'busy', cause: 'chosen', since: 2_000 }]]),
        devices: new Map([
          ['ada', [laptop, phone]],
          ['bo', [phone]],
        ]),
      });
      expect(await t.store.savedPresence('other')).toEqual({
        statuses: new Map(),
        devices: new Map(),
      });
    });

    it('PR15: replaces all devices of those who are named, and nobody else’s', async () => {
      await using t = await setUp();
      const save = (...devices: [string, StoredDevice[]][]) =>
        t.store.savePresence({ entries: [], devices: new Map(devices) });
      await save(['ada', [laptop, phone]], ['bo', [phone]]);
      await save(['ada', [{ ...laptop, lastInputAt: 5_000 }]]);
      const { devices } = await t.store.savedPresence('team');
      expect(devices.get('ada')).toEqual([{ ...laptop, lastInputAt: 5_000 }]);
      expect(devices.get('bo')).toEqual([phone]);
      await save(['ada', []]);
      expect((await t.store.savedPresence('team')).devices.has('ada')).toBe(false);
    });

    it('PR15: saves all of it or nothing', async () => {
      await using t = await setUp();
      await t.enter(online);
      const twice = new Map([['ada', [laptop, laptop]]]);
      await expect(t.store.savePresence({ entries: [busy], devices: twice })).rejects.toThrow();
      expect((await t.store.savedPresence('team')).statuses.get('ada')).toMatchObject({
        status: 'online',
      });
      expect((await t.pageOf('ada')).intervals).toHaveLength(1);
    });

    it('passes over who is not a member any more, and saves the rest', async () => {
      await using t = await setUp();
      await t.store.savePresence({
        entries: [{ ...online, memberId: 'gone' }, online],
        devices: new Map([
          ['gone', [laptop]],
          ['ada', [laptop]],
        ]),
      });
      const { statuses, devices } = await t.store.savedPresence('team');
      expect([...statuses.keys()]).toEqual(['ada']);
      expect([...devices.keys()]).toEqual(['ada']);
    });

    it('TR6: a member’s history is a row of intervals without gaps, the latest first', async () => {
      await using t = await setUp();
      expect(await t.pageOf('ada')).toEqual({ intervals: [], more: false });
      await t.enter(online, { ...online, memberId: 'bo', since: 1_500 }, busy);
      await t.enter(offline);
      expect(await t.pageOf('ada')).toEqual({
        intervals: [
          { status: 'offline', cause: 'policy', from: 3_000, to: null, device: null },
          { status: 'busy', cause: 'chosen', from: 2_000, to: 3_000, device: 'Laptop' },
          { status: 'online', cause: 'signed-in', from: 1_000, to: 2_000, device: 'Laptop' },
        ],
        more: false,
      });
      expect((await t.pageOf('bo')).intervals).toMatchObject([{ from: 1_500, to: null }]);
    });

    it('TR6: what is saved once more, because nobody knew that it was, is there once', async () => {
      await using t = await setUp();
      const bos = { ...online, memberId: 'bo', since: 1_500 };
      const blip = { ...busy, status: 'online' } as const;
      await t.enter(online, bos, blip, busy);
      await t.enter(online, bos, blip, busy);
      await t.enter(online, bos, blip, busy, offline);
      expect((await t.pageOf('ada')).intervals).toMatchObject([
        { status: 'offline', from: 3_000, to: null },
        { status: 'busy', from: 2_000, to: 3_000 },
        { status: 'online', from: 1_000, to: 2_000 },
      ]);
      expect((await t.pageOf('bo')).intervals).toMatchObject([{ from: 1_500, to: null }]);
    });

    it('TR6: pages through a history, each page from where the one before ends', async () => {
      await using t = await setUp();
      for (let n = 1; n <= 5; n += 1) {
        await t.enter({ ...(n % 2 === 0 ? busy : online), since: n * 1_000 });
      }
      const pages: (number[] | boolean)[] = [];
      let before: number | undefined;
      for (let more = true; more; ) {
        const page = await t.pageOf('ada', before, 2);
        const times = page.intervals.map(({ from }) => from);
        pages.push(times, page.more);
        before = times.at(-1);
        more = page.more;
      }
      expect(pages).toEqual([[5_000, 4_000], true, [3_000, 2_000], true, [1_000], false]);
      expect(await t.pageOf('ada', 1_000)).toEqual({ intervals: [], more: false });
    });

    it('TR6: a status that lasts no time is none, so that no page can end within a moment', async () => {
      await using t = await setUp();
      await t.enter(online, offline, { ...online, since: 3_000 });
      await t.enter({ ...busy, since: 3_000 });
      expect((await t.pageOf('ada')).intervals).toMatchObject([
        { status: 'busy', from: 3_000, to: null },
        { status: 'online', from: 1_000, to: 3_000 },
      ]);
    });

    it('TR6: no interval ends before it began, where the clock was set back', async () => {
      await using t = await setUp();
      await t.enter(online, { ...busy, since: 500 });
      expect((await t.pageOf('ada')).intervals).toMatchObject([
        { status: 'online', from: 1_000, to: 1_000 },
        { status: 'busy', from: 500, to: null },
      ]);
    });

    it('TR6: forgets what ended before a moment, never what goes on', async () => {
      await using t = await setUp();
      await t.enter(online, busy, offline, { ...online, memberId: 'bo', since: 1_000 });
      expect(await t.store.forgetHistory(2_000)).toBe(0);
      expect(await t.store.forgetHistory(3_000)).toBe(1);
      expect((await t.pageOf('ada')).intervals).toMatchObject([{ from: 3_000 }, { from: 2_000 }]);
      expect(await t.store.forgetHistory(1_000_000)).toBe(1);
      expect((await t.pageOf('ada')).intervals).toMatchObject([{ from: 3_000, to: null }]);
      expect((await t.pageOf('bo')).intervals).toMatchObject([{ from: 1_000, to: null }]);
    });
  });
}
