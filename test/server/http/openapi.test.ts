import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { apiRoutes } from '../../../src/server/http/api-routes.ts';
import type { Route } from '../../../src/server/http/route.ts';
import { ConnectedTeam } from '../../support/connected-team.ts';
import { DescribedApi } from '../../support/described-api.ts';

/** Every route there is; what they need to run does not matter here. */
const routes = apiRoutes({} as Parameters<typeof apiRoutes>[0]);

async function description() {
  await using t = await ConnectedTeam.start();
  return await DescribedApi.of(t.url);
}

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

describe('the description of the API', () => {
  it('is OpenAPI 3.1 to the letter', async () => {
    const { document } = await description();
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(await new Validator().validate({ ...document })).toEqual({ valid: true });
  });

  it('has every route, with who may ask and how it is refused', async () => {
    const api = await description();
    for (const route of routes) {
      const operation = api.operation(route.name);
      expect(operation).toMatchObject({
        method: route.method,
        path: `/api/v1${route.path.replaceAll(/:(\w+)/g, '{$1}')}`,
        summary: route.summary,
        tags: [route.tag],
      });
      expect(operation.security.length, nameOf(route)).toBe(route.who === 'anyone' ? 0 : 2);
      const { responses, parameters = [] } = operation;
      expect(Object.keys(responses).some((status) => /^20[014]$/.test(status))).toBe(true);
      expect(responses['503']?.content).toHaveProperty(['application/problem+json']);
      const places = parameters.filter((parameter) => parameter.in === 'path');
      expect(places.map(({ name }) => name)).toEqual(
        [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name),
      );
    }
    expect(api.operations).toHaveLength(routes.length);
    expect(Object.keys(api.document.components.schemas)).toEqual(['Problem']);
  });

  it('refers to nothing that it does not have', async () => {
    const { document } = await description();
    for (const [, name] of JSON.stringify(document).matchAll(
      /"\$ref":"#\/components\/schemas\/(\w+)"/g,
    )) {
      expect(document.components.schemas).toHaveProperty(`${name}`);
    }
    expect(JSON.stringify(document)).not.toMatch(/"\$ref":"(?!#\/components\/schemas\/\w+")/);
  });

  it('has examples that fit what it says', async () => {
    const api = await description();
    expect(api.operations.flatMap((operation) => api.misfitsOfExamples(operation))).toEqual([]);
  });

  it('has names that no two routes share', () => {
    const names = routes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(routes.map((route) => [nameOf(route), route] as const))(
    'has examples of %s that fit',
    async (_, route) => {
      const fits = (schema: z.ZodType | undefined, example: unknown) => {
        expect(example === undefined).toBe(schema === undefined);
        if (schema !== undefined) expect(() => schema.parse(example)).not.toThrow();
      };
      fits(route.body, route.example.body);
      fits(route.answer, route.example.answer);
    },
  );
});
