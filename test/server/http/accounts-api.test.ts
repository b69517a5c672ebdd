import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { ACCOUNT_ATTEMPT_RATE } from '../../../src/shared/protocol/limits.ts';
import { BrowserClient } from '../../support/browser-client.ts';
import { ConnectedTeam } from '../../support/connected-team.ts';
import { type HttpAnswer, HttpClient } from '../../support/http-client.ts';
import { WireClient } from '../../support/wire-client.ts';

const PASSWORD = 'correct horse battery staple';

/** A live server; somebody who owns its team; and a browser in which nobody is signed in. */
async function setUp() {
  const t = await ConnectedTeam.start();
  const owner = new HttpClient(t.url, t.member.token);
  return {
    t,
    owner,
    browser: new BrowserClient(t.url),
    asOwner: (method: string, path: string, body?: object): Promise<HttpAnswer> =>
      owner.ask(method, `/api/v1${path}`, body === undefined ? {} : { body }),
    [Symbol.asyncDispose]: () => t[Symbol.asyncDispose](),
  };
}
type Scene = Awaited<ReturnType<typeof setUp>>;

const secretOf = (link: string) => link.split('#')[1] ?? '';

/** Grace joins by an invite, in her browser. */
async function graceJoins({ asOwner, browser }: Scene): Promise<HttpAnswer> {
  const invited = await asOwner('POST', '/invites', { email: 'grace@example.com', role: 'agent' });
  expect(invited.status).toBe(201);
  const secret = secretOf(invited.body.link);
  return browser.ask('POST', '/invites/use', { secret, name: 'Grace', password: PASSWORD });
}

it('AC1: an invite opens its page, lets somebody join, and signs their browser in', async () => {
  await using s = await setUp();
  const { body } = await s.asOwner('POST', '/invites', {
    email: 'Grace@example.com',
    role: 'agent',
  });
  expect(body).toMatchObject({ email: 'grace@example.com', role: 'agent' });
  const link = new URL(body.link);
  expect(`${link.origin}${link.pathname}`).toBe(`${s.t.url}/join`);
  const secret = secretOf(body.link);
  const looked = await s.browser.ask('POST', '/invites/look', { secret });
  expect(looked.body).toEqual({ team: 'Team', email: 'grace@example.com', role: 'agent' });
  const joined = await s.browser.ask('POST', '/invites/use', {
    secret,
    name: 'Grace',
    password: PASSWORD,
  });
  expect(joined.status).toBe(200);
  expect(joined.headers.getSetCookie().join()).toMatch(
    /^ampel_session=ampel_[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  expect((await s.browser.ask('GET', '/session')).body).toMatchObject({
    member: { name: 'Grace', email: 'grace@example.com' },
    team: { name: 'Team' },
    sso: null,
  });
  expect((await s.asOwner('GET', '/invites')).body).toEqual({ items: [], next: null });
});

it('KE5: a browser keeps its session longer than the server does while nobody uses it', async () => {
  await using s = await setUp();
  const joined = await graceJoins(s);
  const [cookie] = joined.headers.getSetCookie();
  expect(Number(/Max-Age=(\d+)/.exec(cookie ?? '')?.[1])).toBeGreaterThan(31 * 24 * 3_600);
});

it('AC4: a browser signs in and out', async () => {
  await using s = await setUp();
  await graceJoins(s);
  const { cookie } = s.browser;
  expect((await s.browser.ask('DELETE', '/session')).status).toBe(204);
  expect(s.browser.cookie).toBe('ampel_session=');
  const old = new HttpClient(s.t.url);
  expect((await old.get('/api/v1/session', { cookie })).status).toBe(401);
  const credentials = { email: 'grace@example.com', password: 'wrong' };
  const refused = await s.browser.ask('POST', '/session', credentials);
  expect(refused).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  const signedIn = await s.browser.ask('POST', '/session', { ...credentials, password: PASSWORD });
  expect(signedIn).toMatchObject({ status: 200, body: { member: { name: 'Grace' } } });
});

it('TR3: a browser’s session connects to the team without a page knowing its token', async () => {
  await using s = await setUp();
  const { body } = await graceJoins(s);
  const client = await WireClient.connect({ url: s.t.url, cookie: s.browser.cookie });
  expect(client.welcome?.self.memberId).toBe(body.member.memberId);
  const ended = await s.asOwner('POST', `/members/${body.member.memberId}/end-sessions`);
  expect(ended.body).toEqual({ ended: 1 });
  expect(await client.ended).toBe('io server disconnect');
  expect((await s.browser.ask('GET', '/session')).status).toBe(401);
});

it('AC5: an app exchanges the code of its browser for a token of its own', async () => {
  await using s = await setUp();
  await graceJoins(s);
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const { body: made } = await s.browser.ask('POST', '/device-codes', {
    challenge,
    deviceName: 'Grace’s laptop',
  });
  const app = new HttpClient(s.t.url);
  const exchange = (proof: string) =>
    app.ask('POST', '/api/v1/tokens', {
      body: { code: made.code, verifier: proof, device: 'Grace’s laptop', deviceId: 'laptop-1' },
    });
  const { body } = await exchange(verifier);
  expect(body).toMatchObject({ member: { name: 'Grace' } });
  expect((await exchange(verifier)).status).toBe(404);
  const client = await WireClient.connect({ url: s.t.url, token: body.token });
  expect(client.welcome?.self.name).toBe('Grace');
  const devices = (await s.browser.ask('GET', '/me/devices')).body.items;
  expect(devices).toHaveLength(2);
  const laptop = devices.find((device: { kind: string }) => device.kind === 'desktop');
  expect(laptop).toMatchObject({ name: 'Grace’s laptop', current: false });
  await s.browser.ask('DELETE', `/me/devices/${laptop.tokenId}`);
  expect(await client.ended).toBe('io server disconnect');
});

it('AC3: who is switched off is signed out at once and in no roster', async () => {
  await using s = await setUp();
  const { memberId } = (await graceJoins(s)).body.member;
  const client = await WireClient.connect({ url: s.t.url, cookie: s.browser.cookie });
  const path = `/members/${memberId}`;
  const changed = await s.asOwner('PATCH', path, { active: false, capacity: 5 });
  expect(changed.body).toMatchObject({ active: false, capacity: 5 });
  expect(await client.ended).toBe('io server disconnect');
  const last = { email: 'grace@example.com', password: PASSWORD };
  expect((await s.browser.ask('POST', '/session', last)).status).toBe(401);
  await s.asOwner('PATCH', path, { active: true });
  expect((await s.browser.ask('POST', '/session', last)).status).toBe(200);
});

it('TR2: guessing the current password counts for the account, wherever it comes from', async () => {
  await using s = await setUp();
  await graceJoins(s);
  const change = (current: string) =>
    s.browser.ask('PUT', '/me/password', { current, password: 'battery staple' });
  for (let no = 0; no < ACCOUNT_ATTEMPT_RATE.burst; no += 1) {
    expect(await change('wrong')).toMatchObject({ status: 401 });
  }
  const refused = await change(PASSWORD);
  expect(refused).toMatchObject({ status: 429, body: { code: 'rate-limited' } });
  expect(refused.headers.get('retry-after')).toBe('60');
  s.t.clock.advance(60_000);
  expect(await change(PASSWORD)).toMatchObject({ status: 204 });
});

it('AC2: the last owner stays one', async () => {
  await using s = await setUp();
  const { memberId } = (await s.asOwner('GET', '/me')).body;
  const change = await s.asOwner('PATCH', `/members/${memberId}`, { role: 'agent' });
  expect(change).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect((await s.asOwner('GET', '/me')).body).toMatchObject({ role: 'owner' });
});

it('AC4, AC6: a link sets a password, once', async () => {
  await using s = await setUp();
  const { memberId } = (await s.asOwner('GET', '/me')).body;
  const { body } = await s.asOwner('POST', `/members/${memberId}/password-link`);
  expect(body.link.startsWith(`${s.t.url}/password#`)).toBe(true);
  const use = () =>
    s.browser.ask('POST', '/password-links/use', {
      secret: secretOf(body.link),
      password: PASSWORD,
    });
  expect((await use()).status).toBe(200);
  expect((await use()).status).toBe(404);
  const change = { current: PASSWORD, password: 'another horse' };
  expect((await s.browser.ask('PUT', '/me/password', change)).status).toBe(204);
  expect((await s.browser.ask('PUT', '/me/password', change)).status).toBe(401);
});

it('AC7: an integration’s key opens what was ticked, until it is removed', async () => {
  await using s = await setUp();
  const { body } = await s.asOwner('POST', '/integrations', {
    name: 'Dashboard',
    scopes: ['status:read'],
  });
  const program = new HttpClient(s.t.url, body.key);
  expect((await program.get('/api/v1/members')).body.items).toMatchObject([{ email: null }]);
  expect((await program.get('/api/v1/invites')).status).toBe(403);
  expect((await program.get('/api/v1/me')).status).toBe(403);
  await s.asOwner('DELETE', `/integrations/${body.integrationId}`);
  expect((await program.get('/api/v1/members')).status).toBe(401);
});

it.each([
  ['POST', '/invites', { email: 'x@example.com', role: 'agent' }],
  ['GET', '/invites', undefined],
  ['POST', '/integrations', { name: 'X', scopes: ['contacts'] }],
  ['PATCH', '/members/nobody', { capacity: 1 }],
  ['POST', '/members/nobody/end-sessions', undefined],
  ['GET', '/members/nobody/devices', undefined],
] as const)('TR1: agents may not %s %s', async (method, path, body) => {
  await using s = await setUp();
  await graceJoins(s);
  const answer = await s.browser.ask(method, path, body);
  expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

it('TR1: a page that does not prove itself changes nothing', async () => {
  await using s = await setUp();
  await graceJoins(s);
  const page = new HttpClient(s.t.url);
  const { cookie } = s.browser;
  const leave = (headers: Record<string, string>) =>
    page.ask('DELETE', '/api/v1/session', { headers: { cookie, ...headers } });
  expect((await leave({ origin: s.t.url })).status).toBe(403);
  expect((await leave({ origin: 'https://evil.example', 'x-ampel-csrf': 'x' })).status).toBe(403);
  expect((await s.browser.ask('GET', '/session')).status).toBe(200);
});

it('TR3: keeps no secret that was told once for a repeated request', async () => {
  await using s = await setUp();
  const invite = () =>
    s.owner.ask('POST', '/api/v1/invites', {
      body: { email: 'grace@example.com', role: 'agent' },
      headers: { 'idempotency-key': 'k' },
    });
  expect((await invite()).status).toBe(201);
  expect(await invite()).toMatchObject({ status: 409, body: { code: 'conflict' } });
});
