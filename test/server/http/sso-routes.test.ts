import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Invites } from '../../../src/server/accounts/invites.ts';
import type { ServerConfig } from '../../../src/server/config.ts';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import { systemClock } from '../../../src/server/system-clock.ts';
import { Browsing, type Visited } from '../../support/browsing.ts';
import { CLIENT, OidcProvider } from '../../support/oidc-provider.ts';
import { TeamServer } from '../../support/team-server.ts';

/** A server whose members sign in at a real provider; both over real HTTP. */
async function setUp(config: Partial<ServerConfig> = {}) {
  const there = await OidcProvider.start();
  onTestFinished(() => there[Symbol.asyncDispose]());
  const oidc = { issuer: there.issuer, ...CLIENT, name: 'Example' };
  const server = await TeamServer.start({ oidc, ...config });
  onTestFinished(() => server[Symbol.asyncDispose]());
  there.register(`${server.url}/auth/oidc/callback`);
  await server.add('Ada King', 'owner');
  there.accounts.set('ada-1', { email: 'ada.king@example.com', email_verified: true });
  return { server, there, browsing: new Browsing() };
}
type Scene = Awaited<ReturnType<typeof setUp>>;

/** Whether the server has sent the browser to a page of the board. */
const onBoard = ({ server }: Scene) => {
  const { origin } = new URL(server.url);
  return (url: URL) => url.origin === origin && !url.pathname.startsWith('/auth/');
};

/** Signs in at the provider, from its page on; answers the page of the board that this leads to. */
async function signInThere(scene: Scene, account: string, start: URL): Promise<URL> {
  const { browsing } = scene;
  const form = await browsing.visit(start);
  const consent = await browsing.submit(form, { login: account, password: 'x' });
  const end: Visited = await browsing.submit(consent, {}, onBoard(scene));
  return end.url;
}

const pageOf = ({ server }: Scene, path: string) => new URL(path, server.url);

async function isSignedIn(scene: Scene): Promise<boolean> {
  const { status } = await scene.browsing.fetch(pageOf(scene, '/api/v1/members'));
  return status === 200;
}

/** An invite, as a manager makes one. */
async function invite({ server }: Scene, email: string): Promise<string> {
  const store = openSqliteStore(server.dataFolder, systemClock, () => undefined);
  onTestFinished(() => store.close());
  const teams = { reload: async () => undefined, endRevoked: async () => 0 };
  const [team] = await store.teams();
  const [owner] = await store.read.members.all(team?.teamId ?? '');
  if (owner === undefined) throw new Error('nobody to invite');
  const invites = new Invites({ store, clock: systemClock, ids: randomUUID, teams });
  const token = { tokenId: 't', kind: 'web', deviceName: 'Firefox' } as const;
  const { secret } = await invites.create(
    { kind: 'member', ...owner, token },
    { email, role: 'agent' },
  );
  return secret;
}

describe('signing in with the organization’s account in a browser (AC9)', () => {
  it('leads back to the page that was asked for, signed in', async () => {
    const scene = await setUp();
    const start = pageOf(scene, '/auth/oidc?returnTo=/contacts%3Fstate=waiting');
    const end = await signInThere(scene, 'ada-1', start);
    expect(end.pathname + end.search).toBe('/contacts?state=waiting');
    expect(await isSignedIn(scene)).toBe(true);
    expect([...scene.browsing.cookies(start).keys()]).toEqual(['ampel_session']);
  });

  it('never leads to another site', async () => {
    const scene = await setUp();
    const start = pageOf(scene, '/auth/oidc?returnTo=//evil.example/');
    expect((await signInThere(scene, 'ada-1', start)).href).toBe(pageOf(scene, '/').href);
  });

  it('keeps what it needs in a cookie that no script reads and no other site gets sent', async () => {
    const { server, there } = await setUp({ trustProxy: true });
    const start = new URL('/auth/oidc', server.url);
    const plain = await fetch(start, { redirect: 'manual' });
    expect(plain.headers.get('set-cookie')).toMatch(
      /^ampel_sso=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' };
    const secure = await fetch(start, { redirect: 'manual', headers });
    expect(secure.headers.get('set-cookie')).toMatch(
      /^__Host-ampel_sso=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    const page = new URL(secure.headers.get('location') ?? '');
    expect(page.origin).toBe(there.issuer);
    expect(Object.fromEntries(page.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: expect.stringMatching(/^https:/),
    });
  });

  it('takes an answer only in the browser that asked, and once', async () => {
    const scene = await setUp();
    const { browsing, server } = scene;
    const form = await browsing.visit(pageOf(scene, '/auth/oidc'));
    const consent = await browsing.submit(form, { login: 'ada-1', password: 'x' });
    const toServer = (url: URL) => url.origin === server.url;
    const { url: answer } = await browsing.submit(consent, {}, toServer);

    const stranger = await new Browsing().fetch(answer);
    expect(stranger.headers.get('location')).toBe('/sign-in?problem=sso-expired');
    expect(stranger.headers.getSetCookie().join()).not.toContain('ampel_session');

    expect((await browsing.fetch(answer)).headers.get('location')).toBe('/');
    expect((await browsing.fetch(answer)).headers.get('location')).toBe(
      '/sign-in?problem=sso-expired',
    );
  });

  it.each(['not base64', 'e30', Buffer.from('{"state":1}').toString('base64url')])(
    'takes a cookie that does not fit for none: %s',
    async (cookie) => {
      const scene = await setUp();
      const headers = { cookie: `ampel_sso=${cookie}` };
      const callback = pageOf(scene, '/auth/oidc/callback?code=c&state=s');
      const response = await fetch(callback, { headers, redirect: 'manual' });
      expect(response.headers.get('location')).toBe('/sign-in?problem=sso-expired');
    },
  );

  it('says what went wrong, and still knows where it was to lead', async () => {
    const scene = await setUp();
    scene.there.accounts.set('nobody', { email: 'no@example.com', email_verified: true });
    const end = await signInThere(scene, 'nobody', pageOf(scene, '/auth/oidc?returnTo=/me'));
    expect(end.pathname + end.search).toBe('/sign-in?problem=sso-no-member&returnTo=%2Fme');
    expect(await isSignedIn(scene)).toBe(false);
  });

  it('says that the provider is down, and works as soon as it is back', async () => {
    const scene = await setUp();
    await scene.there.down();
    const start = pageOf(scene, '/auth/oidc?returnTo=/me');
    const { url } = await scene.browsing.visit(start, onBoard(scene));
    expect(url.pathname + url.search).toBe('/sign-in?problem=sso-unavailable&returnTo=%2Fme');
    await scene.there.up();
    expect((await signInThere(scene, 'ada-1', start)).pathname).toBe('/me');
  });
});

describe('joining with the organization’s account in a browser (AC9)', () => {
  function start(scene: Scene, body: object, headers = {}): Promise<Response> {
    return scene.browsing.fetch(pageOf(scene, '/auth/oidc'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  it('AC6: makes a member of whoever has the link, whose secret stands in no address', async () => {
    const scene = await setUp();
    const secret = await invite(scene, 'cy@example.com');
    scene.there.accounts.set('cy-1', { name: 'Cy Twombly' });
    const started = await start(scene, { invite: secret, returnTo: '/connect?port=5' });
    const { url } = (await started.json()) as { url: string };
    expect(url).not.toContain(secret);
    const end = await signInThere(scene, 'cy-1', new URL(url));
    expect(end.pathname + end.search).toBe('/connect?port=5');
    const members = await scene.browsing.fetch(pageOf(scene, '/api/v1/members'));
    expect(await members.json()).toMatchObject({
      items: [{ name: 'Ada King' }, { name: 'Cy Twombly', role: 'agent' }],
    });
  });

  it('is begun by pages of this server alone', async () => {
    const scene = await setUp();
    const response = await start(scene, { invite: 'x' }, { origin: 'https://evil.example' });
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('reads nothing but what it knows', async () => {
    const scene = await setUp();
    expect((await start(scene, { invite: 'x', extra: 1 })).status).toBe(400);
    expect((await start(scene, {})).status).toBe(400);
  });

  it('says that the provider is down', async () => {
    const scene = await setUp();
    await scene.there.down();
    expect((await start(scene, { invite: 'x' })).status).toBe(503);
  });
});
