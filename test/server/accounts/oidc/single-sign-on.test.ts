import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Invites } from '../../../../src/server/accounts/invites.ts';
import { Members } from '../../../../src/server/accounts/members.ts';
import type { Flow } from '../../../../src/server/accounts/oidc/flow-cookie.ts';
import { Provider } from '../../../../src/server/accounts/oidc/provider.ts';
import { SingleSignOn } from '../../../../src/server/accounts/oidc/single-sign-on.ts';
import { SsoFailure } from '../../../../src/server/accounts/oidc/sso-failure.ts';
import { SignIn } from '../../../../src/server/accounts/sign-in.ts';
import type { MemberCaller } from '../../../../src/server/commands/caller.ts';
import { openSqliteStore } from '../../../../src/server/store/sqlite/sqlite-store.ts';
import { systemClock } from '../../../../src/server/system-clock.ts';
import { Browsing, type Visited } from '../../../support/browsing.ts';
import { CLIENT, OidcProvider } from '../../../support/oidc-provider.ts';
import { storeMember, storeTeam } from '../../../support/stored-team.ts';
import { temporaryFolder } from '../../../support/team-server.ts';

const CALLBACK = new URL('http://127.0.0.1:4180/auth/oidc/callback');
const atCallback = (url: URL) => url.pathname === CALLBACK.pathname;

/** A team with Ada, who owns it, and Bo; a provider; and what brings them together. */
async function setUp({ secret = CLIENT.clientSecret }: { readonly secret?: string } = {}) {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const store = openSqliteStore(folder.path, systemClock, () => undefined);
  await store.prepare();
  onTestFinished(() => store.close());
  await storeTeam(store);
  const add = (memberId: string, name: string) =>
    storeMember(store, {
      memberId,
      teamId: 'team',
      email: `${memberId}@example.com`,
      name,
      role: 'default',
      createdAt: 0,
    });
  await add('ada', 'Ada');
  await add('bo', 'Bo');
  const there = await OidcProvider.start(CALLBACK.href);
  onTestFinished(() => there[Symbol.asyncDispose]());
  const accounts = {
    store,
    clock: systemClock,
    ids: randomUUID,
    teams: { reload: async () => undefined, endRevoked: async () => 0 },
  };
  const signIn = new SignIn(accounts);
  const invites = new Invites(accounts);
  const provider = new Provider({
    issuer: there.issuer,
    clientId: CLIENT.clientId,
    clientSecret: secret,
  });
  const sso = new SingleSignOn({ store, clock: systemClock, provider, signIn, invites });
  const ada: MemberCaller = {
    kind: 'member',
    teamId: 'team',
    memberId: 'ada',
    name: 'Ada',
    role: 'owner',
    token: { tokenId: 't', kind: 'web', deviceName: 'Firefox' },
  };
  return { store, there, sso, signIn, invites, members: new Members(accounts), ada };
}
type Scene = Awaited<ReturnType<typeof setUp>>;

/** Begins, and signs in at the provider; answers what it sent the browser back with. */
async function signInThere(
  { sso, there }: Scene,
  account: string,
  invite?: string,
): Promise<{ readonly flow: Flow; readonly answered: URL }> {
  const browsing = new Browsing();
  const { flow, page } = await sso.begin(
    { returnTo: '/me', ...(invite === undefined ? {} : { invite }) },
    CALLBACK,
  );
  expect(page.origin).toBe(there.issuer);
  const form = await browsing.visit(page);
  const consent = await browsing.submit(form, { login: account, password: 'x' });
  const { url }: Visited = await browsing.submit(consent, {}, atCallback);
  return { flow, answered: url };
}

async function finish(scene: Scene, account: string, invite?: string) {
  const { flow, answered } = await signInThere(scene, account, invite);
  return scene.sso.finish(flow, answered, 'Firefox');
}

async function problemOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (error instanceof SsoFailure) return error.problem;
  throw error;
}

describe('single sign-on with a real provider (AC9)', () => {
  it('opens a session for the member with the verified address, and links them', async () => {
    const scene = await setUp();
    scene.there.accounts.set('bo-1', { email: 'BO@example.com', email_verified: true });
    const { caller, token } = await finish(scene, 'bo-1');
    expect(caller).toMatchObject({ memberId: 'bo', name: 'Bo' });
    expect(token).toMatch(/^ampel_/);
    const [entry] = await scene.store.read.audit.entries('team', { limit: 1 });
    expect(entry).toMatchObject({
      action: 'member.identity-linked',
      after: { issuer: scene.there.issuer },
    });
  });

  it('knows a member once linked by issuer and subject, whatever becomes of the address', async () => {
    const scene = await setUp();
    scene.there.accounts.set('bo-1', { email: 'bo@example.com', email_verified: true });
    await finish(scene, 'bo-1');
    scene.there.accounts.set('bo-1', { email: 'ada@example.com', email_verified: true });
    expect((await finish(scene, 'bo-1')).caller.memberId).toBe('bo');
    scene.there.accounts.set('bo-1', {});
    expect((await finish(scene, 'bo-1')).caller.memberId).toBe('bo');
  });

  it('does not let in who was given the address of a linked member', async () => {
    const scene = await setUp();
    scene.there.accounts.set('bo-1', { email: 'bo@example.com', email_verified: true });
    await finish(scene, 'bo-1');
    scene.there.accounts.set('bo-2', { email: 'bo@example.com', email_verified: true });
    expect(await problemOf(finish(scene, 'bo-2'))).toBe('sso-other-account');
    expect((await finish(scene, 'bo-1')).caller.memberId).toBe('bo');
  });

  it('links another account when a manager has vouched for the member by a password link', async () => {
    const scene = await setUp();
    scene.there.accounts.set('bo-1', { email: 'bo@example.com', email_verified: true });
    await finish(scene, 'bo-1');
    const { secret } = await scene.members.makePasswordLink(scene.ada, 'bo');
    await scene.signIn.redeemPasswordLink(secret, 'a password of Bo', 'Firefox');
    scene.there.accounts.set('bo-2', { email: 'bo@example.com', email_verified: true });
    expect((await finish(scene, 'bo-2')).caller.memberId).toBe('bo');
  });

  it.each([
    [
      'an address that the provider has not verified',
      { email: 'bo@example.com', email_verified: false },
      'sso-unverified',
    ],
    [
      'an address without a word of whether it is verified',
      { email: 'bo@example.com' },
      'sso-unverified',
    ],
    ['no address', {}, 'sso-unverified'],
    [
      'an address that nobody in a team has',
      { email: 'cy@example.com', email_verified: true },
      'sso-no-member',
    ],
  ])('lets nobody in with %s', async (_, account, problem) => {
    const scene = await setUp();
    scene.there.accounts.set('somebody', account);
    expect(await problemOf(finish(scene, 'somebody'))).toBe(problem);
    expect(await scene.store.read.tokens.ofMember('bo')).toEqual([]);
  });

  it('lets nobody in who is switched off, linked or not', async () => {
    const scene = await setUp();
    const { store, there } = scene;
    there.accounts.set('bo-1', { email: 'bo@example.com', email_verified: true });
    await store.change('team', (tx) => tx.members.change('bo', { active: false }));
    expect(await problemOf(finish(scene, 'bo-1'))).toBe('switched-off');
    await store.change('team', (tx) => tx.members.change('bo', { active: true }));
    await finish(scene, 'bo-1');
    await store.change('team', (tx) => tx.members.change('bo', { active: false }));
    expect(await problemOf(finish(scene, 'bo-1'))).toBe('switched-off');
  });
});

describe('joining with an invite and the organization’s account (AC9)', () => {
  async function invited() {
    const scene = await setUp();
    const { secret } = await scene.invites.create(scene.ada, {
      email: 'cy@example.com',
      role: 'manager',
    });
    return { ...scene, secret };
  }

  it('makes a member of whoever has the link, with the role and address of the invite', async () => {
    const scene = await invited();
    scene.there.accounts.set('cy-1', { name: '  Cy\n  Twombly ', email: 'c@other.example' });
    const { caller } = await finish(scene, 'cy-1', scene.secret);
    expect(caller).toMatchObject({ name: 'Cy Twombly', role: 'manager' });
    const member = await scene.store.read.members.find(caller.memberId);
    expect(member).toMatchObject({ email: 'cy@example.com', hasPassword: false });
    // From now on without the link.
    expect((await finish(scene, 'cy-1')).caller.memberId).toBe(caller.memberId);
  });

  it('calls somebody without a name by what their address begins with', async () => {
    const scene = await invited();
    scene.there.accounts.set('cy-1', { name: '\u0000' });
    expect((await finish(scene, 'cy-1', scene.secret)).caller.name).toBe('cy');
  });

  it('signs a member in who uses an invite by mistake, and leaves the invite', async () => {
    const scene = await invited();
    scene.there.accounts.set('bo-1', { email: 'bo@example.com', email_verified: true });
    await finish(scene, 'bo-1');
    expect((await finish(scene, 'bo-1', scene.secret)).caller.memberId).toBe('bo');
    expect(await scene.invites.look(scene.secret)).toMatchObject({ email: 'cy@example.com' });
  });

  it('lets nobody in by an invite that was used or is unknown', async () => {
    const scene = await invited();
    scene.there.accounts.set('cy-1', {});
    scene.there.accounts.set('di-1', {});
    await finish(scene, 'cy-1', scene.secret);
    expect(await problemOf(finish(scene, 'di-1', scene.secret))).toBe('invite-void');
    expect(await problemOf(finish(scene, 'di-1', 'made-up'))).toBe('invite-void');
    expect(await scene.store.read.members.all('team')).toHaveLength(3);
  });
});

describe('what can go wrong at the provider', () => {
  it('is tried again after the provider was down, at the start and later', async () => {
    const scene = await setUp();
    const { there, sso } = scene;
    there.accounts.set('bo-1', { email: 'bo@example.com', email_verified: true });
    await there.down();
    expect(await problemOf(sso.begin({}, CALLBACK))).toBe('sso-unavailable');
    await there.up();
    const { flow, answered } = await signInThere(scene, 'bo-1');
    await there.down();
    expect(await problemOf(sso.finish(flow, answered, 'Firefox'))).toBe('sso-unavailable');
    await there.up();
    expect((await finish(scene, 'bo-1')).caller.memberId).toBe('bo');
  });

  it('asks for the metadata once', async () => {
    const { sso, there } = await setUp();
    await Promise.all([sso.begin({}, CALLBACK), sso.begin({}, CALLBACK)]);
    await sso.begin({}, CALLBACK);
    const asked = there.asked.filter((request) => request.includes('openid-configuration'));
    expect(asked).toHaveLength(1);
  });

  it('says that the person did not want to', async () => {
    const { sso, there } = await setUp();
    const browsing = new Browsing();
    const { flow, page } = await sso.begin({}, CALLBACK);
    const form = await browsing.visit(page);
    const abort = /href="([^"]*\/abort)"/.exec(form.text)?.[1] ?? '';
    const { url } = await browsing.visit(new URL(abort, there.issuer), atCallback);
    expect(await problemOf(sso.finish(flow, url, 'Firefox'))).toBe('sso-declined');
  });

  it.each([
    ['another state', (flow: Flow) => ({ ...flow, state: 'x'.repeat(43) })],
    ['another nonce', (flow: Flow) => ({ ...flow, nonce: 'x'.repeat(43) })],
    ['another verifier', (flow: Flow) => ({ ...flow, verifier: 'x'.repeat(43) })],
  ])('takes no answer that belongs to %s', async (_, other) => {
    const scene = await setUp();
    scene.there.accounts.set('bo-1', { email: 'bo@example.com', email_verified: true });
    const { flow, answered } = await signInThere(scene, 'bo-1');
    expect(await problemOf(scene.sso.finish(other(flow), answered, 'Firefox'))).toBe('sso-failed');
  });

  it('takes an answer once', async () => {
    const scene = await setUp();
    scene.there.accounts.set('bo-1', { email: 'bo@example.com', email_verified: true });
    const { flow, answered } = await signInThere(scene, 'bo-1');
    await scene.sso.finish(flow, answered, 'Firefox');
    expect(await problemOf(scene.sso.finish(flow, answered, 'Firefox'))).toBe('sso-failed');
  });

  it('says so where the server’s own secret is wrong', async () => {
    const scene = await setUp({ secret: 'wrong' });
    scene.there.accounts.set('bo-1', { email: 'bo@example.com', email_verified: true });
    expect(await problemOf(finish(scene, 'bo-1'))).toBe('sso-failed');
  });
});
