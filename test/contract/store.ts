import { describe, expect, it } from 'vitest';
import type { ChoiceRecord } from '../../src/shared/domain/choice.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings.ts';
import { storeMember, storeSettings, storeTeam, storeToken } from '../support/stored-team.ts';
import { ada, bo, type StoreUnderTest, withTeam } from './store-under-test.ts';

const HOUR_MS = 3_600_000;

const choice: ChoiceRecord = {
  choice: 'busy',
  madeAt: 5_000,
  madeOn: 'laptop',
  until: 9_000,
  note: 'On a call',
  fallback: 'online',
};

/** What every store does. `create` answers an empty one. */
export function storeContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`${name} as a store`, () => {
    it('keeps teams with the default settings, in the order in which they were created', async () => {
      await using under = await create();
      const { store } = under;
      const settings = { ...DEFAULT_SETTINGS, timeoutSetBy: null };
      expect(await store.teams()).toEqual([]);
      const add = (teamId: string, name: string, createdAt: number) =>
        store.addTeam({ teamId, name, createdAt }, async ({ team }) => team);
      const second = await add('a', 'Sales', 2);
      expect(second).toEqual({ teamId: 'a', name: 'Sales', settings });
      const first = await add('b', 'Support', 1);
      expect(await store.teams()).toEqual([first, second]);
      const twin = add('c', 'Sales', 3);
      await expect(twin).rejects.toMatchObject({ code: 'conflict' });
      await expect(store.team('c')).rejects.toMatchObject({ code: 'not-found' });
      const work = store.change('c', async () => undefined);
      await expect(work).rejects.toMatchObject({ code: 'not-found' });
    });

    it('adds a team with what belongs to it, or not at all', async () => {
      await using under = await create();
      const { store } = under;
      const failing = store.addTeam(
        { teamId: 'team', name: 'Support', createdAt: 0 },
        async (tx) => {
          await tx.members.add(ada);
          throw new Error('no');
        },
      );
      await expect(failing).rejects.toThrow('no');
      expect(await store.teams()).toEqual([]);
      expect(await store.read.members.find('ada')).toBeNull();
    });

    it('PR5: keeps the settings that are not named in a change', async () => {
      await using under = await create();
      const { store } = under;
      await storeTeam(store);
      const change = { inactivityTimeoutMinutes: 5 };
      const settings = await storeSettings(store, change, { memberId: 'ada', at: 1 });
      expect(settings).toMatchObject({ ...DEFAULT_SETTINGS, ...change });
      expect(await store.team('team')).toMatchObject({ settings });
    });

    it('PR5: keeps who set another timeout and when, not who changed anything else', async () => {
      await using under = await create();
      const { store } = under;
      await storeTeam(store);
      const set = (change: object, memberId: string, at: number) =>
        storeSettings(store, change, { memberId, at });
      expect(await set({ holdSeconds: 1 }, 'ada', 1)).toMatchObject({ timeoutSetBy: null });
      const timeoutSetBy = { memberId: 'bo', at: 2 };
      expect(await set({ inactivityTimeoutMinutes: 5 }, 'bo', 2)).toMatchObject({ timeoutSetBy });
      expect(await set({ holdSeconds: 2 }, 'ada', 3)).toMatchObject({ timeoutSetBy });
      expect(await set({ inactivityTimeoutMinutes: 5 }, 'ada', 4)).toMatchObject({ timeoutSetBy });
      const other = await under.openAnother();
      expect(await other.team('team')).toMatchObject({
        settings: { inactivityTimeoutMinutes: 5, holdSeconds: 2, timeoutSetBy },
      });
    });

    it('makes the first member owner and the next ones agents, unless told otherwise', async () => {
      await using under = await create();
      const { store } = under;
      await storeTeam(store);
      expect(await storeMember(store, ada)).toMatchObject({ role: 'owner' });
      expect(await storeMember(store, bo)).toMatchObject({ role: 'agent' });
      const cy = { ...ada, memberId: 'cy', email: 'cy@example.com', name: 'Cy' };
      expect(await storeMember(store, { ...cy, role: 'manager' })).toMatchObject({
        role: 'manager',
      });
      expect((await store.read.members.all('team')).map((member) => member.name)).toEqual([
        'Ada',
        'Bo',
        'Cy',
      ]);
    });

    it('refuses a second member with the same e-mail', async () => {
      await using under = await create();
      const { store } = under;
      await storeTeam(store);
      await storeMember(store, ada);
      const twin = storeMember(store, { ...ada, memberId: 'twin' });
      await expect(twin).rejects.toMatchObject({ code: 'conflict' });
      expect(await store.read.members.all('team')).toHaveLength(1);
      expect(await store.read.members.findByEmail('ada@example.com')).toMatchObject({
        memberId: 'ada',
      });
      expect(await store.read.members.findByEmail('nobody@example.com')).toBeNull();
    });

    it('PR10: keeps the choice that was decided on in view of the one that stands', async () => {
      await using under = await withTeam(create);
      const { store } = under;
      const seen: (ChoiceRecord | null)[] = [];
      const decide = (decided: ChoiceRecord | null) => (standing: ChoiceRecord | null) => {
        seen.push(standing);
        return decided;
      };
      expect(await store.changeChoice('ada', decide(null))).toBeNull();
      expect(await store.choices('team')).toEqual(new Map());
      expect(await store.changeChoice('ada', decide(choice))).toEqual(choice);
      expect(await store.changeChoice('ada', decide(null))).toEqual(choice);
      const next: ChoiceRecord = {
        choice: 'online',
        madeAt: 5_001,
        madeOn: null,
        until: null,
        note: null,
        fallback: 'busy',
      };
      expect(await store.changeChoice('ada', decide(next))).toEqual(next);
      expect(seen).toEqual([null, null, choice, choice]);
      expect(await store.choices('team')).toEqual(new Map([['ada', next]]));
    });

    it('PR10: keeps the choice that stands where deciding fails', async () => {
      await using under = await create();
      const { store } = under;
      await storeTeam(store);
      await storeMember(store, ada);
      await store.changeChoice('ada', () => choice);
      const failing = store.changeChoice('ada', () => {
        throw new Error('cannot decide');
      });
      await expect(failing).rejects.toThrow('cannot decide');
      expect(await store.choices('team')).toEqual(new Map([['ada', choice]]));
    });

    it('TR3: a device name has one token; issuing again replaces it', async () => {
      await using under = await create();
      const { store } = under;
      await storeTeam(store);
      await storeMember(store, ada);
      const token = { memberId: 'ada', deviceName: 'laptop', createdAt: 1 };
      await storeToken(store, { ...token, tokenHash: 'h1' });
      await storeToken(store, { ...token, tokenHash: 'h2', deviceName: 'desktop' });
      expect(await store.tokenOwner('h1')).toMatchObject({ memberId: 'ada', teamId: 'team' });
      await storeToken(store, { ...token, tokenHash: 'h3' });
      expect(await store.tokenOwner('h1')).toBeNull();
      expect(await store.tokenHashes('team')).toEqual(new Set(['h2', 'h3']));
    });

    it('remembers to the hour when a token was last used', async () => {
      await using under = await create();
      const { store } = under;
      await storeTeam(store);
      await storeMember(store, ada);
      await storeToken(store, {
        memberId: 'ada',
        deviceName: 'laptop',
        createdAt: 1,
        tokenHash: 'h1',
      });
      await store.touchToken('h1', 10_000);
      await store.touchToken('h1', 10_000 + HOUR_MS - 1);
      expect(await store.read.tokens.ofMember('ada')).toMatchObject([{ lastUsedAt: 10_000 }]);
      await store.touchToken('h1', 10_000 + HOUR_MS);
      expect(await store.read.tokens.ofMember('ada')).toMatchObject([
        { lastUsedAt: 10_000 + HOUR_MS },
      ]);
    });

    it('tells what another process changed, but not what it wrote itself', async () => {
      await using under = await create();
      const { store } = under;
      await storeTeam(store);
      let calls = 0;
      const stop = store.onExternalChange(() => {
        calls += 1;
      });
      await storeMember(store, ada);
      under.passPolling();
      const other = await under.openAnother();
      await storeMember(other, bo);
      await expect.poll(() => under.passPolling() ?? calls).toBe(1);
      expect(await store.read.members.all('team')).toHaveLength(2);
      stop();
      let heard = 0;
      store.onExternalChange(() => {
        heard += 1;
      });
      await storeSettings(other, { holdSeconds: 1 }, { memberId: 'ada', at: 1 });
      await expect.poll(() => under.passPolling() ?? heard).toBe(1);
      expect(calls).toBe(1);
      for (let looks = 0; looks < 5; looks += 1) {
        await other.change('team', async (tx) => {
          await tx.members.all('team');
        });
      }
      await storeSettings(other, { holdSeconds: 2 }, { memberId: 'ada', at: 2 });
      await expect.poll(() => under.passPolling() ?? heard).toBe(2);
    });
  });
}
