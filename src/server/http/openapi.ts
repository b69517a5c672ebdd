import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { CSRF_HEADER } from '../../shared/api/problem.ts';
import { API_PATH } from './mount-routes.ts';

const DESCRIPTION = `
Everything that members, managers and programs can ask a team server for.

**Who asks.** A program sends \`Authorization: Bearer …\` with the key of an integration (managers
make them under Integrations) or with the token of a member's device. A browser sends its cookie,
and with each change the header \`${CSRF_HEADER}\`, whose value is in the answer to \`GET /session\`.

**What is refused** is answered with \`application/problem+json\`; its \`code\` says why, and nothing
was changed. Fields that are not named here are refused too. A body has at most 64 KiB.

**Lists** come in parts: \`next\` is the \`cursor\` of the part that follows, or null. **Times** are
milliseconds since 1970 in UTC.

**Sending twice.** A POST that creates something takes an \`Idempotency-Key\`: the same request under
the same key within 24 hours is done once and answered alike.
`;

const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Has to be there before the routes are, to hear of them. */
export async function describeRoutes(http: FastifyInstance): Promise<void> {
  await http.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Ampel', version: '1', description: DESCRIPTION.trim() },
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'The key of an integration, or the token of a member’s device.',
          },
          browser: { type: 'apiKey', in: 'cookie', name: '__Host-ampel_session' },
          csrf: { type: 'apiKey', in: 'header', name: CSRF_HEADER },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnused(jsonSchemaTransformObject(document)),
  });
}

type Document = ReturnType<typeof jsonSchemaTransformObject>;

/** A schema has one form for what comes in and one for what goes out, of which one may do. */
function withoutUnused(document: Document): Document {
  const text = JSON.stringify(document);
  const schemas = ('components' in document && document.components?.schemas) || {};
  for (const name of Object.keys(schemas)) {
    if (!text.includes(`"#/components/schemas/${name}"`)) delete schemas[name];
  }
  return document;
}

/** The description for programs at `/openapi.json`, and for people at `/docs`. */
export async function serveDescription(http: FastifyInstance): Promise<void> {
  http.get(`${API_PATH}/openapi.json`, { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(http.swagger())),
  );
  await http.register(swaggerUi, {
    routePrefix: `${API_PATH}/docs`,
    staticCSP: DOCS_POLICY,
    theme: { title: 'Ampel: HTTP API' },
    uiConfig: { layout: 'BaseLayout', defaultModelsExpandDepth: -1, docExpansion: 'list' },
  });
}
