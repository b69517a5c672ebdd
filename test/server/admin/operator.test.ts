import { describe, expect, it, vi } from 'vitest';
import type { StoreConfig } from '../../../src/server/config.ts';
import { openPostgresStore } from '../../../src/server/store/postgres/postgres-store.ts';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/server/store/store.ts';
import { systemClock } from '../../../src/server/system-clock.ts';
import { hashToken } from '../../../src/server/tokens/token.ts';
import { DATABASES, deploymentsOn } from '../../support/deployments.ts';
import { WireClient } from '../../support/wire-client.ts';

// Every command is a process of its own, which a busy machine may take its time to start.
vi.setConfig({ testTimeout: 60_000 });

const HOUR_MS = 3_600_000;

/** Looks into the store from outside of any server. */
async function look<T>(config: StoreConfig, at: (store: Store) => Promise<T>): Promise<T> {
  const store =
    config.databaseUrl === null
      ? openSqliteStore(config.dataFolder, systemClock)
      : openPostgresStore({ url: config.databaseUrl, warn: () => undefined });
  await store.prepare();
  try {
    return await at(store);
  } finally {
    await store.close();
  }
}

/** What the audit log of a team says, the earliest first. */
async function auditOf(store: Store, name: string) {
  const team = (await store.teams()).find((one) => one.name === name);
  const entries = await store.read.audit.entries(team?.teamId ?? '', { limit: 100 });
  return entries
    .toReversed()
    .map(({ actor, action, subject }) => `${actor.kind} ${action} ${subject?.name}`);
}

const support = { name: 'Support', ownerEmail: 'ada@example.com' };
const LINK = /^https:\/\/ampel\.example\.com\/password#([\w-]{43})$/m;

describe.each(DATABASES)('the operator’s command line on %s', (kind) => {
  const deploy = deploymentsOn(kind);
  const publicUrl = ['--public-url', 'https://ampel.example.com/'];

  it('creates a team with its owner, who sets a password by the link, within 24 hours', async () => {
    await using t = await deploy();
    const startedAt = Date.now();
    const owner = ['--owner', 'Ada@Example.com', '--owner-name', 'Ada Lovelace'];
    const created = await t.run('team', 'create', 'Support', ...owner, ...publicUrl);
    expect(created).toMatchObject({ code: 0, err: '' });
    expect(created.out).toContain('Ada Lovelace <ada@example.com>');
    const secret = LINK.exec(created.out)?.[1] ?? '';
    await look(t.store, async (store) => {
      const link = await store.read.links.find(hashToken(secret));
      const member = await store.read.members.findByEmail('ada@example.com');
      expect(member).toMatchObject({ name: 'Ada Lovelace', role: 'owner', hasPassword: false });
      expect(link).toMatchObject({ kind: 'password', memberId: member?.memberId, createdBy: null });
      expect(link?.expiresAt).toBeGreaterThanOrEqual(startedAt + 24 * HOUR_MS);
      expect(link?.expiresAt).toBeLessThanOrEqual(Date.now() + 24 * HOUR_MS);
      expect(await auditOf(store, 'Support')).toEqual([
        'operator team.created Support',
        'operator member.added Ada Lovelace',
        'operator member.password-link-made Ada Lovelace',
      ]);
    });
    expect((await t.run('team', 'list')).out).toBe('Support\t1\tada@example.com\n');
  });

  it('creates no team where the owner’s address or the name is taken', async () => {
    await using t = await deploy();
    await t.administer((admin) => admin.createTeam(support));
    const sameOwner = await t.run('team', 'create', 'Sales', '--owner', 'ada@example.com');
    expect(sameOwner).toMatchObject({ code: 1, out: '' });
    expect(sameOwner.err).toContain('already a member');
    const sameName = await t.run('team', 'create', 'Support', '--owner', 'bo@example.com');
    expect(sameName).toMatchObject({ code: 1, out: '' });
    expect(sameName.err).toBe('There is already a team Support.\n');
    expect((await t.run('team', 'list')).out).toBe('Support\t1\tada@example.com\n');
  });

  it('wants to know which team is meant only where there are several', async () => {
    await using t = await deploy();
    await t.administer(async (admin) => {
      await admin.createTeam(support);
      await admin.addMember({ email: 'bo@example.com', name: 'Bo' });
      await admin.createTeam({ name: 'Sales', ownerEmail: 'cy@example.com' });
    });
    const unclear = await t.run('member', 'add', 'di@example.com', '--name', 'Di');
    expect(unclear).toMatchObject({ code: 1, out: '' });
    expect(unclear.err).toContain('--team: Support, Sales');
    const unknown = await t.run('member', 'list', '--team', 'Marketing');
    expect(unknown.err).toContain('no team Marketing');
    await t.run('member', 'add', 'di@example.com', '--name', 'Di', '--team', 'Sales');
    expect((await t.run('member', 'list', '--team', 'Sales')).out).toBe(
      'di@example.com\tagent\tDi\ncy@example.com\towner\tcy\n',
    );
  });

  it('KE4: serves a team that is created while the server runs, within a second', async () => {
    await using t = await deploy();
    await using server = await t.serve();
    const { url } = server;
    const [adas, bos] = await t.administer(async (admin) => {
      await admin.createTeam(support);
      await admin.addMember({ email: 'bo@example.com', name: 'Bo' });
      return [
        await admin.issueToken('ada@example.com', 'laptop'),
        await admin.issueToken('bo@example.com', 'laptop'),
      ];
    });
    using ada = await WireClient.connect({ url, token: adas ?? '' });
    using bo = await WireClient.connect({ url, token: bos ?? '' });
    expect(await bo.ask('choose', { choice: 'busy', ageMs: 0 })).toMatchObject({ ok: true });
    const { memberId } = bo.welcome?.self ?? {};
    await vi.waitFor(() =>
      expect(ada.changes).toContainEqual(expect.objectContaining({ memberId, status: 'busy' })),
    );

    const token = await t.administer(async (admin) => {
      await admin.createTeam({ name: 'Sales', ownerEmail: 'cy@example.com' });
      return admin.issueToken('cy@example.com', 'laptop');
    });
    using cy = await WireClient.connect({ url, token });
    expect(cy.welcome?.snapshot?.members).toMatchObject([{ name: 'cy', role: 'owner' }]);
    // Nobody else's team hears of it.
    const { snapshot } = await ada.ask('team:get', {});
    expect(snapshot.members).toHaveLength(2);
  });

  it('switches members off at once, and on again; never the last owner', async () => {
    await using t = await deploy();
    await using server = await t.serve();
    await t.administer(async (admin) => {
      await admin.createTeam(support);
      await admin.addMember({ email: 'bo@example.com', name: 'Bo' });
    });
    const token = (await t.run('member', 'token', 'bo@example.com', '--device', 'pc')).out.trim();
    using bo = await WireClient.connect({ url: server.url, token });

    const lastOwner = await t.run('member', 'off', 'ada@example.com');
    expect(lastOwner).toMatchObject({ code: 1, out: '' });
    expect(lastOwner.err).toContain('last owner');

    expect((await t.run('member', 'off', 'bo@example.com')).code).toBe(0);
    await bo.ended;
    expect(bo.heard).toContainEqual({ event: 'revoked', payload: { code: 'unauthorized' } });
    expect((await t.run('member', 'list')).out).toBe(
      'bo@example.com\tagent\tBo\tswitched off\nada@example.com\towner\tada\n',
    );
    const link = await t.run('member', 'password-link', 'bo@example.com');
    expect(link).toMatchObject({ code: 1, out: '', err: 'Bo is switched off.\n' });

    expect((await t.run('member', 'on', 'bo@example.com')).code).toBe(0);
    const again = await t.run('member', 'password-link', 'bo@example.com', ...publicUrl);
    expect(again.out).toMatch(LINK);
    await look(t.store, async (store) =>
      expect(await auditOf(store, 'Support')).toEqual([
        'operator team.created Support',
        'operator member.added ada',
        'operator member.password-link-made ada',
        'operator member.added Bo',
        'operator member.token-issued Bo',
        'operator member.changed Bo',
        'operator member.changed Bo',
        'operator member.password-link-made Bo',
      ]),
    );
  });
});

describe('the operator’s command line', () => {
  const deploy = deploymentsOn('SQLite');

  it.each([
    ['a team name that is empty', ['team', 'create', ' ', '--owner', 'a@example.com'], 'name'],
    ['an owner without address', ['team', 'create', 'Support', '--owner', 'ada'], 'e-mail'],
    ['a stranger', ['member', 'off', 'ada@example.com'], 'no member'],
    [
      'an address of no web server',
      ['team', 'create', 'Support', '--owner', 'a@example.com', '--public-url', 'ftp://x'],
      'https://',
    ],
  ])('says in one line what is wrong with %s', async (_, args, about) => {
    await using t = await deploy();
    const { code, out, err } = await t.run(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^[^\n]+\n$/);
    expect(err).toContain(about);
    expect((await t.run('team', 'list')).out).toBe('');
  });
});
