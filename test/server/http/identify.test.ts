import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MANAGERS, MEMBERS, OWNERS } from '../../../src/server/commands/who.ts';
import { route } from '../../../src/server/http/route.ts';
import { csrfOf } from '../../../src/server/http/session-cookie.ts';
import { hashToken } from '../../../src/server/tokens/token.ts';
import { Refusal } from '../../../src/shared/protocol/errors.ts';
import { ACCOUNT_ATTEMPT_RATE, ADDRESS_ATTEMPT_RATE } from '../../../src/shared/protocol/limits.ts';
import { ApiSite, tokenOf } from '../../support/api-site.ts';
import { HttpClient } from '../../support/http-client.ts';

const named = { summary: 'For the test', tag: 'Test', example: {} } as const;

/** A site whose routes tell who asked, or count that they were reached. */
async function start({ trustProxy = false } = {}) {
  const reached: string[] = [];
  const whoRoutes = Object.entries({ MEMBERS, MANAGERS, OWNERS }).map(([name, who]) =>
    route({
      ...named,
      method: 'POST',
      path: `/${name.toLowerCase()}`,
      name,
      who,
      answer: z.object({ memberId: z.string() }),
      run: async ({ caller: { memberId } }) => {
        reached.push(memberId);
        return { memberId };
      },
    }),
  );
  const site = await ApiSite.start({
    trustProxy,
    routes: [
      ...whoRoutes,
      route({
        ...named,
        method: 'GET',
        path: '/statuses',
        name: 'statuses',
        who: { ...MEMBERS, scope: 'status:read' },
        answer: z.object({ kind: z.string() }),
        run: async ({ caller: { kind } }) => ({ kind }),
      }),
      route({
        ...named,
        method: 'POST',
        path: '/session',
        name: 'signIn',
        who: 'anyone',
        body: z.strictObject({ email: z.string(), password: z.string() }),
        answer: z.object({ csrf: z.string() }),
        guessesAt: ({ email }) => email,
        run: async ({ body, session }) => {
          if (body.password !== 'right') throw new Refusal('unauthorized', 'Wrong.');
          session.start(tokenOf('ada'));
          return { csrf: csrfOf(tokenOf('ada')) };
        },
      }),
      route({
        ...named,
        method: 'DELETE',
        path: '/session',
        name: 'signOut',
        who: MEMBERS,
        run: async ({ session }) => session.end(),
      }),
    ],
  });
  const ask = (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body?: unknown,
  ) => new HttpClient(`${site.url}/api/v1`).ask(method, path, { headers, body });
  return {
    site,
    reached,
    ask,
    bearer: (secret: string) => ({ authorization: `Bearer ${secret}` }),
    browser: { cookie: `ampel_session=${tokenOf('ada')}`, origin: site.url },
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  };
}

const refused = (code: string, status: number) => ({ status, body: { code, status } });

describe('who asks', () => {
  it.each([
    ['nobody', {}],
    ['a token that nobody has', { authorization: 'Bearer ampel_nobody' }],
    ['a key that nobody has', { authorization: 'Bearer ampelk_nobody' }],
    ['another scheme', { authorization: `Basic ${btoa('ada:password')}` }],
    ['no secret', { authorization: 'Bearer ' }],
    ['an unknown session', { cookie: 'ampel_session=ampel_nobody' }],
    ['another cookie', { cookie: `other=${tokenOf('ada')}` }],
    ['the cookie of a server with TLS', { cookie: `__Host-ampel_session=${tokenOf('ada')}` }],
  ])('TR3: is not known by %s', async (_, headers) => {
    await using s = await start();
    const answer = await s.ask('POST', '/members', headers);
    expect(answer).toMatchObject(refused('unauthorized', 401));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(JSON.stringify(answer.body)).not.toMatch(/ampelk?_nobody/);
    expect(s.reached).toEqual([]);
  });

  it('TR3: is asked again where they were signed out before they had sent everything', async () => {
    await using s = await start();
    const { store, url } = s.site;
    const body = '{}';
    const slow = request(`${url}/api/v1/members`, {
      method: 'POST',
      headers: {
        ...s.bearer(tokenOf('bo')),
        'content-type': 'application/json',
        'content-length': body.length,
      },
    });
    slow.flushHeaders();
    const [device] = await store.read.tokens.ofMember('bo');
    expect(device?.lastUsedAt).toBeNull();
    await expect
      .poll(async () => (await store.read.tokens.ofMember('bo'))[0]?.lastUsedAt)
      .toBe(s.site.clock.now());
    await store.change('team', (tx) => tx.tokens.revokeAll('bo'));
    slow.end(body);
    const [response] = await once(slow, 'response');
    expect(response.statusCode).toBe(401);
    response.resume();
    expect(s.reached).toEqual([]);
  });

  it('TR1: is asked before anything is read', async () => {
    await using s = await start();
    const huge = 'x'.repeat(100_000);
    expect(await s.ask('POST', '/members', {}, huge)).toMatchObject({ status: 401 });
  });

  it('TR1: the role decides', async () => {
    await using s = await start();
    const [ada, bo] = [s.bearer(tokenOf('ada')), s.bearer(tokenOf('bo'))];
    for (const path of ['/members', '/managers', '/owners']) {
      expect(await s.ask('POST', path, ada)).toMatchObject({ body: { memberId: 'ada' } });
    }
    expect(await s.ask('POST', '/members', bo)).toMatchObject({ body: { memberId: 'bo' } });
    expect(await s.ask('POST', '/managers', bo)).toMatchObject(refused('forbidden', 403));
    expect(await s.ask('POST', '/owners', bo)).toMatchObject(refused('forbidden', 403));
    await s.site.store.change('team', (tx) => tx.members.change('bo', { role: 'manager' }));
    expect(await s.ask('POST', '/managers', bo)).toMatchObject({ status: 200 });
    expect(await s.ask('POST', '/owners', bo)).toMatchObject(refused('forbidden', 403));
  });

  it('TR3: a revoked token, and one of somebody switched off, are void at once', async () => {
    await using s = await start();
    await s.site.store.change('team', async (tx) => {
      await tx.tokens.revokeAll('ada');
      await tx.members.change('bo', { active: false });
    });
    for (const memberId of ['ada', 'bo']) {
      expect(await s.ask('POST', '/members', s.bearer(tokenOf(memberId)))).toMatchObject(
        refused('unauthorized', 401),
      );
    }
  });

  it('TR1: an integration may what its key has the scope for, and nothing else', async () => {
    await using s = await start();
    for (const [key, scope] of [
      ['ampelk_reads', 'status:read'] as const,
      ['ampelk_puts', 'contacts'] as const,
    ]) {
      const integration = { integrationId: key, teamId: 'team', name: key, scopes: [scope] };
      await s.site.store.change('team', (tx) =>
        tx.integrations.add(
          { ...integration, createdBy: 'ada', createdAt: 0, lastUsedAt: null },
          hashToken(key),
        ),
      );
    }
    const reads = s.bearer('ampelk_reads');
    expect(await s.ask('GET', '/statuses', reads)).toMatchObject({ body: { kind: 'integration' } });
    expect(await s.ask('POST', '/members', reads)).toMatchObject(refused('forbidden', 403));
    expect(await s.ask('GET', '/statuses', s.bearer('ampelk_puts'))).toMatchObject(
      refused('forbidden', 403),
    );
    expect(await s.ask('GET', '/statuses', s.bearer(tokenOf('bo')))).toMatchObject({ status: 200 });
    expect(s.reached).toEqual([]);
  });
});

describe('a browser', () => {
  it('reads with its cookie, and changes with the proof beside it', async () => {
    await using s = await start();
    expect(await s.ask('GET', '/statuses', s.browser)).toMatchObject({ status: 200 });
    const csrf = { 'x-ampel-csrf': csrfOf(tokenOf('ada')) };
    expect(await s.ask('POST', '/members', { ...s.browser, ...csrf })).toMatchObject({
      body: { memberId: 'ada' },
    });
  });

  it.each([
    ['no proof', {}],
    ['a wrong proof', { 'x-ampel-csrf': csrfOf('ampel_other') }],
    ['an empty proof', { 'x-ampel-csrf': '' }],
    [
      'a page of another site',
      { origin: 'https://evil.example', 'x-ampel-csrf': csrfOf(tokenOf('ada')) },
    ],
    ['a page of no site', { origin: 'null', 'x-ampel-csrf': csrfOf(tokenOf('ada')) }],
  ])('TR7: cannot be made to change anything by %s', async (_, headers) => {
    await using s = await start();
    const answer = await s.ask('POST', '/members', { ...s.browser, ...headers });
    expect(answer).toMatchObject(refused('forbidden', 403));
    expect(s.reached).toEqual([]);
  });

  it('TR7: cannot be signed in by a page of another site', async () => {
    await using s = await start();
    const right = { email: 'ada@example.com', password: 'right' };
    const answer = await s.ask('POST', '/session', { origin: 'https://evil.example' }, right);
    expect(answer).toMatchObject(refused('forbidden', 403));
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('TR7: gets a cookie that no page reads and no other site sends along', async () => {
    await using s = await start();
    const right = { email: 'ada@example.com', password: 'right' };
    const { headers } = await s.ask('POST', '/session', {}, right);
    expect(headers.get('set-cookie')).toBe(
      `ampel_session=${tokenOf('ada')}; Max-Age=34560000; Path=/; HttpOnly; SameSite=Lax`,
    );
    const csrf = { 'x-ampel-csrf': csrfOf(tokenOf('ada')) };
    const out = await s.ask('DELETE', '/session', { ...s.browser, ...csrf });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^ampel_session=; Max-Age=0; /);
  });

  it('TR7: behind a TLS proxy gets a cookie that only TLS carries and no other host sets', async () => {
    await using s = await start({ trustProxy: true });
    const right = { email: 'ada@example.com', password: 'right' };
    const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' };
    const { headers } = await s.ask('POST', '/session', proxied, right);
    expect(headers.get('set-cookie')).toMatch(/^__Host-ampel_session=ampel_ada; .*; Secure$/);
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d+$/);
    const cookie = `__Host-ampel_session=${tokenOf('ada')}`;
    expect(await s.ask('GET', '/statuses', { ...proxied, cookie })).toMatchObject({ status: 200 });
  });
});

describe('guessing', () => {
  const guess = { email: 'ada@example.com', password: 'wrong' };

  it('TR3: at an account is slowed down after ten attempts, from wherever they come', async () => {
    await using s = await start({ trustProxy: true });
    const from = (no: number) => ({ 'x-forwarded-for': `192.0.2.${no}` });
    for (let no = 0; no < ACCOUNT_ATTEMPT_RATE.burst; no += 1) {
      expect(await s.ask('POST', '/session', from(no), guess)).toMatchObject({ status: 401 });
    }
    const answer = await s.ask('POST', '/session', from(99), { ...guess, password: 'right' });
    expect(answer).toMatchObject(refused('rate-limited', 429));
    expect(answer.headers.get('retry-after')).toBe('60');
    const bo = { ...guess, email: 'bo@example.com' };
    expect(await s.ask('POST', '/session', from(99), bo)).toMatchObject({ status: 401 });
    s.site.clock.advance(60_000);
    const right = { ...guess, password: 'right' };
    expect(await s.ask('POST', '/session', from(99), right)).toMatchObject({ status: 200 });
  });

  it('TR3: from one address is slowed down, whomever it is at', async () => {
    await using s = await start({ trustProxy: true });
    // What the client wrote itself stands before what the proxy added.
    const from = (no: number) => ({ 'x-forwarded-for': `198.51.100.${no}, 192.0.2.7` });
    for (let no = 0; no < ADDRESS_ATTEMPT_RATE.burst; no += 1) {
      const body = { ...guess, email: `${no}@example.com` };
      expect(await s.ask('POST', '/session', from(no), body)).toMatchObject({ status: 401 });
    }
    expect(await s.ask('POST', '/session', from(99), guess)).toMatchObject({ status: 429 });
    const elsewhere = { 'x-forwarded-for': '192.0.2.8' };
    expect(await s.ask('POST', '/session', elsewhere, guess)).toMatchObject({ status: 401 });
  });

  it('TR3: many at once are no way around', async () => {
    await using s = await start();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => s.ask('POST', '/session', {}, guess)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(ACCOUNT_ATTEMPT_RATE.burst);
  });

  it('whoever is right is not slowed down', async () => {
    await using s = await start();
    const right = { ...guess, password: 'right' };
    for (let no = 0; no < 2 * ADDRESS_ATTEMPT_RATE.burst; no += 1) {
      expect(await s.ask('POST', '/session', {}, right)).toMatchObject({ status: 200 });
    }
  });
});
