import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiRoutes } from '../../../../src/server/http/api-routes.ts';
import { MAX_BODY_BYTES } from '../../../../src/shared/protocol/limits.ts';
import type { HttpAnswer, HttpClient } from '../../../support/http-client.ts';
import { GOOD_REQUESTS, type GoodRequest } from './requests.ts';
import { type Scene, startScene } from './scene.ts';

const ROUTES = apiRoutes({} as Parameters<typeof apiRoutes>[0]);

const requestOf = (name: string): GoodRequest => {
  const request = GOOD_REQUESTS[name];
  if (request === undefined) throw new Error(`There is no request for ${name}`);
  return request;
};
/** The names of the routes that are so. */
const routes = (
  fits: (
    request: GoodRequest,
    route: { readonly reads: boolean; readonly path: string },
  ) => boolean,
) =>
  ROUTES.filter(({ name, method, path }) =>
    fits(requestOf(name), { reads: method === 'GET', path }),
  ).map(({ name }) => name);

/** Asks for an operation with the ids of the scene. */
function ask(
  { api, ids }: Scene,
  client: HttpClient,
  name: string,
  {
    query = '',
    ...request
  }: { body?: unknown; query?: string; headers?: Record<string, string> } = {},
): Promise<HttpAnswer> {
  const { method, path } = api.operation(name);
  const place = path
    .replace('/api/v1', '')
    .replaceAll(/\{(\w+)\}/g, (_, id: string) => ids[id as keyof typeof ids]);
  return client.ask(method, `${place}?${requestOf(name).query ?? ''}${query}`, request);
}

/** By whoever may do the least of those who may. */
async function askWell(scene: Scene, name: string): Promise<HttpAnswer> {
  const { who, body } = requestOf(name);
  const made = await body?.(scene);
  const client = { anyone: scene.nobody, agent: scene.bo.client, manager: scene.max }[who];
  return ask(scene, client, name, made === undefined ? {} : { body: made });
}

/** All that an owner can see of the team, but for when it was last used. */
async function everything({ ada, ids }: Scene): Promise<unknown> {
  const paths = [
    '/audit',
    '/contacts',
    '/integrations',
    '/invites',
    '/members',
    `/members/${ids.memberId}/devices`,
    `/members/${ids.memberId}/status`,
    '/settings',
    '/webhooks',
    `/webhooks/${ids.webhookId}/deliveries`,
  ];
  const answers = await Promise.all(paths.map(async (path) => (await ada.get(path)).body));
  return JSON.parse(JSON.stringify(answers, (key, value) => (key === 'lastUsedAt' ? 0 : value)));
}

function expectFits({ api }: Scene, name: string, answer: HttpAnswer): void {
  expect(api.misfits(api.operation(name), answer)).toBe('');
}

it('every route has a request here', () => {
  expect(Object.keys(GOOD_REQUESTS).sort()).toEqual(ROUTES.map(({ name }) => name).sort());
});

describe('a good request is answered as it is described:', () => {
  const expectGood = (scene: Scene, name: string, answer: HttpAnswer) => {
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    expectFits(scene, name, answer);
  };

  it('those that change nothing', async () => {
    await using scene = await startScene();
    for (const name of routes((_, { reads }) => reads)) {
      expectGood(scene, name, await askWell(scene, name));
    }
  });

  it.each(routes((_, { reads }) => !reads))('%s', async (name) => {
    await using scene = await startScene();
    expectGood(scene, name, await askWell(scene, name));
  });

  it.each(routes(({ scope }) => scope !== undefined))('%s, by a program', async (name) => {
    await using scene = await startScene();
    const { scope = 'contacts', body } = requestOf(name);
    const made = await body?.(scene);
    const request = made === undefined ? {} : { body: made };
    expectGood(scene, name, await ask(scene, scene.programs[scope], name, request));
  });
});

// None of these changes anything, so they share a server.
describe('TR1, TR2: what is refused changes nothing, and is refused as described:', () => {
  let scene: Scene;
  let before: unknown;
  beforeAll(async () => {
    scene = await startScene();
    before = await everything(scene);
  });
  afterAll(async () => {
    expect(await everything(scene)).toEqual(before);
    await scene[Symbol.asyncDispose]();
  });

  const expectRefused = (name: string, answer: HttpAnswer, status: number, code: string) => {
    expect(answer, name).toMatchObject({ status, body: { status, code } });
    expectFits(scene, name, answer);
  };

  it.each(routes(({ who }) => who !== 'anyone'))('%s, to nobody', async (name) => {
    expectRefused(name, await ask(scene, scene.nobody, name), 401, 'unauthorized');
  });

  it.each(routes(({ who }) => who === 'manager'))('%s, to an agent', async (name) => {
    expectRefused(name, await ask(scene, scene.bo.client, name), 403, 'forbidden');
  });

  it.each(routes(({ who }) => who !== 'anyone'))('%s, to a program that may not', async (name) => {
    for (const [scope, client] of Object.entries(scene.programs)) {
      if (scope === requestOf(name).scope) continue;
      expectRefused(name, await ask(scene, client, name), 403, 'forbidden');
    }
  });

  it.each(routes((_, { reads }) => !reads))(
    'TR7: %s, to a page without proof or of another site',
    async (name) => {
      const page = { cookie: `ampel_session=${scene.token}`, origin: scene.url };
      const otherSite = { ...page, origin: 'https://evil.example' };
      const pages = requestOf(name).who === 'anyone' ? [otherSite] : [page, otherSite];
      for (const headers of pages) {
        const answer = await ask(scene, scene.nobody, name, { headers });
        expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      }
    },
  );

  it.each(routes((_, { path }) => path.includes(':')))('%s, to another team', async (name) => {
    const body = await requestOf(name).body?.(scene);
    const request = body === undefined ? {} : { body };
    expectRefused(name, await ask(scene, scene.eve, name, request), 404, 'not-found');
  });

  it.each(routes((_, { reads, path }) => reads && !path.includes(':')))(
    '%s tells another team nothing',
    async (name) => {
      const { body } = await ask(scene, scene.eve, name);
      for (const known of [...Object.values(scene.ids), 'Grace', 'Max', '@example.com']) {
        expect(JSON.stringify(body)).not.toContain(known);
      }
    },
  );

  it.each(routes((_, { reads }) => !reads))('%s, with an unknown field', async (name) => {
    const answer = await ask(scene, scene.max, name, { body: { unknown: 1 } });
    expectRefused(name, answer, 400, 'invalid');
    const takesBody = requestOf(name).body !== undefined;
    expect(answer.body.detail).toContain(takesBody ? '"unknown"' : 'takes no body');
  });

  it.each(routes((_, { reads }) => !reads))('%s, with too large a body', async (name) => {
    const body = { much: 'x'.repeat(MAX_BODY_BYTES) };
    const answer = await ask(scene, scene.max, name, { body });
    expect(answer).toMatchObject({ status: 413, body: { code: 'too-large' } });
    if (requestOf(name).body !== undefined) expectFits(scene, name, answer);
  });

  it.each(routes(() => true))('%s, with an unknown question', async (name) => {
    const answer = await ask(scene, scene.max, name, { query: '&unknown=1' });
    expectRefused(name, answer, 400, 'invalid');
  });

  it('a contact of another team, to a member of this one', async () => {
    const { body } = await scene.eve.ask('POST', '/contacts', { body: { customer: 'Eve’s' } });
    const { memberId } = scene.ids;
    const path = `/contacts/${body.contactId}/assign`;
    const answer = await scene.eve.ask('POST', path, { body: { memberId } });
    expectRefused('assignContact', answer, 404, 'not-found');
  });
});
