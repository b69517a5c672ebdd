import { describe, expect, it } from 'vitest';
import type { Link, NewToken } from '../../src/server/store/accounts.ts';
import type { NewAuditEntry } from '../../src/server/store/audit.ts';
import { storeMember, storeTeam } from '../support/stored-team.ts';
import { bo, type StoreUnderTest, withTeam } from './store-under-test.ts';

const token: NewToken = {
  tokenId: 't1',
  tokenHash: 'h1',
  memberId: 'ada',
  kind: 'desktop',
  deviceId: 'laptop-1',
  deviceName: 'Laptop',
  createdAt: 1_000,
};
const link = {
  linkId: 'l1',
  teamId: 'team',
  createdBy: 'ada',
  createdAt: 1_000,
  expiresAt: 2_000,
};
const invite: Link = { ...link, kind: 'invite', email: 'cy@example.com', role: 'agent' };
const entry: NewAuditEntry = {
  at: 1_000,
  actor: { kind: 'member', id: 'ada', name: 'Ada' },
  action: 'member.changed',
  subject: { id: 'bo', name: 'Bo' },
  before: { role: 'agent' },
  after: { role: 'manager' },
};

/** What every store does with accounts and the audit log. `create` answers an empty one. */
export function accountStoreContract(name: string, create: () => Promise<StoreUnderTest>): void {
  const setUp = () => withTeam(create);

  describe(`${name} as a store of accounts`, () => {
    it('AC8: undoes all of a change that fails, with what is recorded of it, and passes on why', async () => {
      await using t = await setUp();
      const failing = t.store.change('team', async (tx) => {
        await tx.members.change('bo', { name: 'Robert' });
        await tx.audit.record(entry);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await t.store.read.members.find('bo')).toMatchObject({ name: 'Bo' });
      expect(await t.store.read.audit.entries('team', { limit: 10 })).toEqual([]);
    });

    it('lets one change of a team at a time look and write', async () => {
      await using t = await setUp();
      const other = await t.openAnother();
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? t.store : other).change('team', async (tx) => {
            const capacity = (await tx.members.find('bo'))?.capacity ?? 0;
            await tx.members.change('bo', { capacity: capacity + 1 });
          }),
        ),
      );
      expect(await t.store.read.members.find('bo')).toMatchObject({ capacity: 23 });
    });

    it('gives every member a seat of their own in their team, also two who are added at once', async () => {
      await using t = await setUp();
      await storeTeam(t.store, 'sales', 'Sales');
      const stores = [t.store, await t.openAnother()];
      const add = (memberId: string, teamId: string, store = t.store) =>
        storeMember(store, { ...bo, memberId, teamId, email: `${memberId}@example.com` });
      const seats = async (teamId: string) =>
        (await t.store.read.members.all(teamId)).map(({ memberId, seat }) => [memberId, seat]);
      expect(await seats('team')).toEqual([
        ['ada', 1],
        ['bo', 2],
      ]);
      expect(await add('sam', 'sales')).toMatchObject({ seat: 1 });
      expect(await t.store.read.members.find('sam')).toMatchObject({ seat: 1 });

      const together = await Promise.all(
        Array.from({ length: 10 }, (_, index) => add(`m${index}`, 'team', stores[index % 2])),
      );
      expect(together.map(({ seat }) => seat).toSorted((a, b) => a - b)).toEqual([
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
      ]);
    });

    it('gives the seat of somebody who has left to nobody else', async () => {
      await using t = await setUp();
      const change = (active: boolean) =>
        t.store.change('team', (tx) => tx.members.change('bo', { active }));
      expect(await change(false)).toMatchObject({ seat: 2 });
      const cy = { ...bo, memberId: 'cy', email: 'cy@example.com' };
      expect(await storeMember(t.store, cy)).toMatchObject({ seat: 3 });
      expect(await change(true)).toMatchObject({ seat: 2 });
    });

    it('takes no seat for somebody who is a member already', async () => {
      await using t = await setUp();
      const twin = { ...bo, memberId: 'twin' };
      await expect(storeMember(t.store, twin)).rejects.toMatchObject({ code: 'conflict' });
      const cy = { ...bo, memberId: 'cy', email: 'cy@example.com' };
      expect(await storeMember(t.store, cy)).toMatchObject({ seat: 3 });
    });

    it('changes what is named of a member, and nothing else', async () => {
      await using t = await setUp();
      const before = await t.store.read.members.find('bo');
      expect(before).toMatchObject({
        active: true,
        receivesContacts: true,
        capacity: 3,
        hasPassword: false,
      });
      const change = { role: 'manager', receivesContacts: false } as const;
      const after = await t.store.change('team', (tx) => tx.members.change('bo', change));
      expect(after).toEqual({ ...before, ...change });
      await t.store.change('team', (tx) => tx.members.setPassword('bo', 'hash'));
      expect(await t.store.read.members.find('bo')).toEqual({ ...after, hasPassword: true });
      expect(await t.store.read.members.passwordHash('bo')).toBe('hash');
      const unknown = t.store.change('team', (tx) => tx.members.change('nobody', { capacity: 1 }));
      await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
    });

    it('TR3: an installation has one token; a member has one for each of theirs', async () => {
      await using t = await setUp();
      const issue = (more: Partial<NewToken>) =>
        t.store.change('team', (tx) => tx.tokens.issue({ ...token, ...more }));
      await issue({});
      await issue({ tokenId: 't2', tokenHash: 'h2', deviceId: 'phone-1' });
      await issue({ tokenId: 't3', tokenHash: 'h3' });
      await issue({ tokenId: 't4', tokenHash: 'h4', deviceId: null, kind: 'web' });
      await issue({ tokenId: 't5', tokenHash: 'h5', deviceId: null, kind: 'web' });
      await t.store.touchToken('h2', 5_000);
      const tokens = await t.store.read.tokens.ofMember('ada');
      expect(tokens.map(({ tokenId }) => tokenId).toSorted()).toEqual(['t2', 't3', 't4', 't5']);
      expect(tokens[0]).toMatchObject({ tokenId: 't2', lastUsedAt: 5_000 });
      expect(await t.store.tokenOwner('h1')).toBeNull();
      expect(await t.store.tokenOwner('h4')).toMatchObject({
        memberId: 'ada',
        teamId: 'team',
        tokenId: 't4',
        kind: 'web',
      });
    });

    it('TR3: tells the owners of many tokens that are asked for at once, each to whoever asked', async () => {
      await using t = await setUp();
      const hashes = Array.from({ length: 250 }, (_, no) => `h${no}`);
      for (const [no, tokenHash] of hashes.entries()) {
        const one = { tokenId: `t${no}`, tokenHash, deviceId: null };
        await t.store.change('team', (tx) => tx.tokens.issue({ ...token, ...one }));
      }
      const asked = [...hashes, 'unknown', 'h7', 'unknown'];
      const owners = await Promise.all(asked.map((hash) => t.store.tokenOwner(hash)));
      expect(owners.map((owner) => owner?.tokenId ?? null)).toEqual([
        ...hashes.map((_, no) => `t${no}`),
        null,
        't7',
        null,
      ]);
    });

    it('TR3: revokes one token, or all but one', async () => {
      await using t = await setUp();
      for (const n of [1, 2, 3]) {
        const one = { tokenId: `t${n}`, tokenHash: `h${n}`, deviceId: null };
        await t.store.change('team', (tx) => tx.tokens.issue({ ...token, ...one }));
      }
      const revoke = (memberId: string, tokenId: string) =>
        t.store.change('team', (tx) => tx.tokens.revoke(memberId, tokenId));
      expect(await revoke('bo', 't1')).toBeNull();
      expect(await revoke('ada', 't1')).toMatchObject({ tokenId: 't1', deviceName: 'Laptop' });
      expect(await t.store.change('team', (tx) => tx.tokens.revokeAll('ada', 't2'))).toBe(1);
      expect(await t.store.tokenHashes('team')).toEqual(new Set(['h2']));
    });

    it('forgets browsers and links that are too old, and nothing else', async () => {
      await using t = await setUp();
      const issue = (more: Partial<NewToken>) =>
        t.store.change('team', (tx) => tx.tokens.issue({ ...token, deviceId: null, ...more }));
      await issue({ tokenId: 't1', tokenHash: 'h1' });
      await issue({ tokenId: 't2', tokenHash: 'h2', kind: 'web' });
      await issue({ tokenId: 't3', tokenHash: 'h3', kind: 'web' });
      await issue({ tokenId: 't4', tokenHash: 'h4', kind: 'web' });
      await t.store.touchToken('h3', 5_000);
      expect(await t.store.forgetBrowserSessions(1_000, new Set())).toBe(0);
      expect(await t.store.forgetBrowserSessions(5_000, new Set(['h4']))).toBe(1);
      expect(await t.store.tokenHashes('team')).toEqual(new Set(['h1', 'h3', 'h4']));
      await t.store.change('team', (tx) => tx.links.add(invite, 's1'));
      expect(await t.store.forgetLinks(2_000)).toBe(0);
      expect(await t.store.forgetLinks(2_001)).toBe(1);
      expect(await t.store.read.links.find('s1')).toBeNull();
    });

    it('TR3: knows no token of someone who was switched off', async () => {
      await using t = await setUp();
      await t.store.change('team', (tx) => tx.tokens.issue(token));
      await t.store.change('team', (tx) => tx.members.change('ada', { active: false }));
      expect(await t.store.tokenOwner('h1')).toBeNull();
      expect(await t.store.tokenHashes('team')).toEqual(new Set());
    });

    it('finds a link by its secret; a new invite for an address replaces the one before', async () => {
      await using t = await setUp();
      const add = (added: Link, hash: string) =>
        t.store.change('team', (tx) => tx.links.add(added, hash));
      const device = {
        kind: 'device',
        memberId: 'ada',
        challenge: 'c',
        deviceName: 'Laptop',
      } as const;
      await add(invite, 's1');
      await add({ ...invite, linkId: 'l2', createdAt: 1_500 }, 's2');
      await add({ ...link, linkId: 'l3', kind: 'password', memberId: 'bo' }, 's3');
      await add({ ...link, linkId: 'l4', ...device }, 's4');
      expect(await t.store.read.links.find('s1')).toBeNull();
      expect(await t.store.read.links.find('s2')).toMatchObject({ linkId: 'l2' });
      expect(await t.store.read.links.find('s3')).toMatchObject({ kind: 'password' });
      expect(await t.store.read.links.find('s4')).toEqual({ ...link, linkId: 'l4', ...device });
      expect(await t.store.read.links.invites('team')).toMatchObject([{ linkId: 'l2' }]);
      const remove = () => t.store.change('team', (tx) => tx.links.remove('l2'));
      expect(await remove()).toBe(true);
      expect(await remove()).toBe(false);
    });

    it('AC9: knows who signs in with which account of a provider, one for each member there', async () => {
      await using t = await setUp();
      const { store } = t;
      const account = { issuer: 'https://login.example.com', subject: 'a-1' };
      const link = (memberId: string, identity: typeof account) =>
        store.change('team', (tx) => tx.identities.link(memberId, identity, 1_000));
      await link('ada', account);
      await link('ada', { ...account, issuer: 'https://other.example.com' });
      expect(await store.read.identities.memberOf(account)).toBe('ada');
      expect(await store.read.identities.memberOf({ ...account, subject: 'A-1' })).toBeNull();
      await expect(link('bo', account)).rejects.toMatchObject({ code: 'conflict' });
      await expect(link('ada', { ...account, subject: 'a-2' })).rejects.toMatchObject({
        code: 'conflict',
      });
      expect(await store.change('team', (tx) => tx.identities.unlink('ada'))).toBe(2);
      await link('bo', account);
      expect(await store.read.identities.memberOf(account)).toBe('bo');
    });

    it('keeps integrations under a name of their own in the team', async () => {
      await using t = await setUp();
      const integration = {
        integrationId: 'i1',
        teamId: 'team',
        name: 'Phone',
        scopes: ['contacts'],
        createdBy: 'ada',
        createdAt: 1_000,
        lastUsedAt: null,
      } as const;
      await t.store.change('team', (tx) => tx.integrations.add(integration, 'k1'));
      const twin = t.store.change('team', (tx) =>
        tx.integrations.add({ ...integration, integrationId: 'i2' }, 'k2'),
      );
      await expect(twin).rejects.toMatchObject({ code: 'conflict' });
      await t.store.touchIntegration('k1', 9_000);
      expect(await t.store.read.integrations.findByKey('k1')).toEqual({
        ...integration,
        lastUsedAt: 9_000,
      });
      await t.store.change('team', (tx) => tx.integrations.remove('i1'));
      expect(await t.store.read.integrations.findByKey('k1')).toBeNull();
      expect(await t.store.read.integrations.all('team')).toEqual([]);
    });

    it('NO2: keeps whom a member watches, within their team', async () => {
      await using t = await setUp();
      await t.store.watch('ada', 'bo', true);
      await t.store.watch('ada', 'bo', true);
      await t.store.watch('ada', 'ada', true);
      await t.store.watch('ada', 'nobody', true);
      expect(await t.store.watches('team')).toEqual(new Map([['ada', ['bo']]]));
      await t.store.watch('ada', 'bo', false);
      expect(await t.store.watches('team')).toEqual(new Map());
    });

    it('AC8: counts the entries of the audit log without gaps, and pages back through them', async () => {
      await using t = await setUp();
      const other = await t.openAnother();
      const record = (store: typeof t.store, at: number) =>
        store.change('team', (tx) => tx.audit.record({ ...entry, at }));
      await Promise.all([1, 2, 3, 4, 5, 6].map((n) => record(n % 2 === 0 ? t.store : other, n)));
      const page = await t.store.read.audit.entries('team', { limit: 4 });
      expect(page.map(({ no }) => no)).toEqual([6, 5, 4, 3]);
      const rest = await t.store.read.audit.entries('team', { before: 3, limit: 4 });
      expect(rest.map(({ no }) => no)).toEqual([2, 1]);
      const { at: _at, ...recorded } = entry;
      expect(rest[0]).toMatchObject(recorded);
      await t.store.change('team', (tx) =>
        tx.audit.record({ ...entry, actor: { kind: 'operator' }, subject: null, before: null }),
      );
      expect(await t.store.read.audit.entries('team', { limit: 1 })).toMatchObject([
        { actor: { kind: 'operator' }, subject: null, before: null, after: entry.after },
      ]);
    });

    it('remembers for each caller what was answered under a key, with the change or not at all', async () => {
      await using t = await setUp();
      const request = {
        caller: 'i1',
        key: 'k',
        fingerprint: 'a',
        response: { status: 201, body: '{}' },
        answeredAt: 1_000,
      };
      const find = (caller: string, key: string) =>
        t.store.change('team', (tx) => tx.requests.find(caller, key));
      const failing = t.store.change('team', async (tx) => {
        await tx.requests.add(request);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await find('i1', 'k')).toBeNull();
      await t.store.change('team', (tx) => tx.requests.add(request));
      expect(await find('i1', 'k')).toEqual(request);
      expect(await find('i2', 'k')).toBeNull();
      expect(await find('i1', 'l')).toBeNull();
      const twin = t.store.change('team', (tx) => tx.requests.add(request));
      await expect(twin).rejects.toThrow();
      expect(await t.store.forgetRequests(1_000)).toBe(0);
      expect(await t.store.forgetRequests(1_001)).toBe(1);
      expect(await find('i1', 'k')).toBeNull();
    });
  });
}
