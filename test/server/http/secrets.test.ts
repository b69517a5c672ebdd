import { afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import { HttpClient } from '../../support/http-client.ts';
import { TeamServer } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

const WRONG = 'wRoNg-sEcReT-0123456789-aBcDeF-0123456789x';

let stderr: MockInstance<typeof process.stderr.write>;
beforeEach(() => {
  stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => stderr.mockRestore());
const logged = () => stderr.mock.calls.map(([line]) => String(line)).join('');

it('TR2, TR6: a wrong secret changes nothing, and is logged as refused, without it', async () => {
  await using server = await TeamServer.start({
    logLevel: 'debug',
    metricsToken: 'the-token-of-the-metrics',
  });
  const { token, memberId, email } = await server.add('Ada', 'owner');
  const { url } = server;
  const ada = new HttpClient(`${url}/api/v1`, token);
  await vi.waitFor(async () => expect((await ada.get('/status')).status).toBe(200));
  const everything = async () =>
    JSON.stringify(
      (await Promise.all(['/audit', '/members', '/invites'].map((path) => ada.get(path)))).map(
        ({ body }) => body,
      ),
    );
  const before = await everything();

  const nobody = new HttpClient(`${url}/api/v1`);
  const page = { cookie: `ampel_session=${token}`, origin: url };
  const post = (path: string, body: object, headers = {}) =>
    nobody.ask('POST', path, { body, headers });
  const answers = await Promise.all([
    nobody.get('/members', { authorization: `Bearer ${WRONG}` }),
    nobody.get('/members', { authorization: `Bearer ampelk_${WRONG}` }),
    nobody.get('/members', { authorization: `Basic ${WRONG}` }),
    nobody.get('/members', { cookie: `ampel_session=${WRONG}` }),
    nobody.ask('PATCH', `/members/${memberId}`, {
      body: { name: 'Eve' },
      headers: { ...page, 'x-ampel-csrf': WRONG },
    }),
    post('/session', { email, password: WRONG }),
    post('/password-links/use', { secret: WRONG, password: WRONG }),
    post('/invites/look', { secret: WRONG }),
    post('/invites/use', { secret: WRONG, name: 'Eve', password: WRONG }),
    post('/tokens', { code: WRONG, verifier: WRONG.padEnd(43, '0'), device: 'Eve’s' }),
    post('/invites/look', { secret: 1, [WRONG]: WRONG }),
    nobody.get(`/members?cursor=${WRONG}`, { authorization: `Bearer ${token}` }),
    new HttpClient(url).get('/metrics', { authorization: `Bearer ${WRONG}` }),
    new HttpClient(url).get(`/auth/oidc/callback?code=${WRONG}&state=${WRONG}`),
    new HttpClient(url).get(`/api/v1/${WRONG}`),
  ]);
  const statuses = answers.map(({ status }) => status);
  expect(statuses.slice(0, 13)).toEqual([
    401, 401, 401, 401, 403, 401, 404, 404, 404, 404, 400, 400, 403,
  ]);
  await expect(WireClient.refused({ url, token: WRONG })).resolves.toMatchObject({
    code: 'unauthorized',
  });
  for (const { body } of answers.slice(0, 10)) expect(JSON.stringify(body)).not.toContain(WRONG);

  expect(await everything()).toBe(before);
  const log = logged();
  expect(log.match(/"code":"unauthorized".*?"refused"/g)?.length).toBeGreaterThan(4);
  expect(log).toMatch(/"code":"forbidden".*?"refused"/);
  expect(log).not.toContain(WRONG);
  for (const known of [token, email, 'the-token-of-the-metrics']) expect(log).not.toContain(known);
});
