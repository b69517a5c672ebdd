import { z } from 'zod';
import {
  createdIntegrationSchema,
  integrationsSchema,
  newIntegrationSchema,
} from '../../../shared/api/integrations.ts';
import { pageQuerySchema } from '../../../shared/api/page.ts';
import { id } from '../../../shared/protocol/fields.ts';
import type { Integrations } from '../../accounts/integrations.ts';
import { MANAGERS } from '../../commands/who.ts';
import { pageOfAll } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { ADA } from './examples.ts';

const example = {
  integrationId: '3b9d2f60-7c1e-4f5a-8b2d-6e7f8a9b0c1d',
  name: 'Phone system',
  scopes: ['contacts'],
  createdBy: ADA.memberId,
  createdAt: ADA.at,
  lastUsedAt: null,
} as const;
const keySchema = z.strictObject({ name: z.string() });

export function integrationsRoutes({
  integrations,
}: {
  readonly integrations: Integrations;
}): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/integrations',
      name: 'listIntegrations',
      summary: 'The programs that take part with a key of their own, by name',
      tag: 'Integrations',
      who: MANAGERS,
      query: pageQuerySchema,
      answer: integrationsSchema,
      example: { answer: { items: [example], next: null } },
      run: async ({ caller, query }) =>
        pageOfAll(
          (await integrations.list(caller)).toSorted((a, b) => compare(a.name, b.name)),
          query,
          {
            key: keySchema,
            keyOf: ({ name }) => ({ name }),
            isAfter: (integration, key) => compare(integration.name, key.name) > 0,
          },
        ),
    }),
    route({
      method: 'POST',
      path: '/integrations',
      name: 'createIntegration',
      summary: 'Give a program a key of its own',
      description: 'The key is told once.',
      tag: 'Integrations',
      who: MANAGERS,
      body: newIntegrationSchema,
      answer: createdIntegrationSchema,
      creates: { holdsSecret: true },
      refusals: ['conflict'],
      example: {
        body: { name: example.name, scopes: ['contacts'] },
        answer: { ...example, key: 'ampelk_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v' },
      },
      run: async ({ caller, body, keyed }) => {
        const { integration, key } = await integrations.add(caller, body, keyed);
        return { ...integration, key };
      },
    }),
    route({
      method: 'DELETE',
      path: '/integrations/:integrationId',
      name: 'removeIntegration',
      summary: 'Remove an integration; its key is void at once',
      tag: 'Integrations',
      who: MANAGERS,
      params: z.strictObject({ integrationId: id }),
      refusals: ['not-found'],
      example: {},
      run: ({ caller, params }) => integrations.remove(caller, params.integrationId),
    }),
  ];
}

/** By the code of their letters: two names are never alike. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one === other ? 0 : 1;
}
