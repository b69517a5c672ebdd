import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Serving } from '../../support/command-line.ts';
import type { Deployment } from '../../support/deployment.ts';
import { DATABASES, deploymentsOn } from '../../support/deployments.ts';
import { type HttpAnswer, HttpClient } from '../../support/http-client.ts';

/** Each fits into the shortest field. */
const TEXTS = [
  "'; DROP TABLE members; --",
  '" OR 1=1 --',
  '<img src=x onerror=alert(1)>',
  'a%0d%0aSet-Cookie: a=b',
  '\\u0000 \\x00 \\',
  '%_*?[]{}$()|^~`#&;',
  '__proto__',
  'null',
  'Zoë 👩‍👩‍👧 עברית 漢字 \u202Eevil',
];

const NO_LINES = [
  'a\nb',
  'a\r\nb',
  'a\u0000b',
  '\u001B[31m',
  'a\u2028b',
  'a\u0085b',
  '\uD800',
  ' ',
];

const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const PASSWORD = 'correct horse battery staple';

describe.each(DATABASES)('texts that somebody wrote, in %s', (kind) => {
  const deploy = deploymentsOn(kind);
  let deployment: Deployment;
  let server: Serving;
  let api: HttpClient;
  let memberId: string;
  let count = 0;

  beforeAll(async () => {
    deployment = await deploy();
    const token = await deployment.administer(async (admin) => {
      const { member } = await admin.createTeam({ name: 'Support', ownerEmail: 'ada@example.com' });
      memberId = member.memberId;
      return admin.issueToken(member.email, 'laptop');
    });
    server = await deployment.serve();
    api = new HttpClient(`${server.url}/api/v1`, token);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await deployment[Symbol.asyncDispose]();
  });

  const ask = (method: string, path: string, body: object) => api.ask(method, path, { body });
  const secretOf = ({ body }: HttpAnswer) => body.link.split('#')[1];
  const invite = async () => {
    count += 1;
    return secretOf(
      await ask('POST', '/invites', { email: `new${count}@example.com`, role: 'agent' }),
    );
  };

  /** Writes a text to every place, and tells how that was answered and what is there then. */
  const PLACES: Readonly<
    Record<string, (text: string) => Promise<readonly [HttpAnswer, () => Promise<unknown>]>>
  > = {
    'the name of a member': async (name) => [
      await ask('PATCH', `/members/${memberId}`, { name }),
      async () => (await api.get(`/members/${memberId}`)).body.name,
    ],
    'the name of who joins': async (name) => {
      const joined = await ask('POST', '/invites/use', {
        secret: await invite(),
        name,
        password: PASSWORD,
      });
      return [
        joined,
        async () => (await api.get(`/members/${joined.body.member.memberId}`)).body.name,
      ];
    },
    'a note': async (note) => [
      await ask('PUT', '/status', { choice: 'busy', note }),
      async () => (await api.get(`/members/${memberId}/status`)).body.note ?? note,
    ],
    ...Object.fromEntries(
      ['customer', 'subject', 'channel', 'externalId'].map((field) => [
        `the ${field} of a contact`,
        async (text: string) => {
          const put = await ask('POST', '/contacts', { customer: 'Grace', [field]: text });
          return [
            put,
            async () => {
              const { body } = await api.get(`/contacts/${put.body.contactId}`);
              await ask('POST', `/contacts/${put.body.contactId}/close`, {});
              return body[field];
            },
          ] as const;
        },
      ]),
    ),
    'the name of an integration': async (name) => {
      const made = await ask('POST', '/integrations', { name, scopes: ['contacts'] });
      return [
        made,
        async () => {
          const { items } = (await api.get('/integrations?limit=200')).body;
          return items.find(
            ({ integrationId }: { integrationId: string }) =>
              integrationId === made.body.integrationId,
          ).name;
        },
      ];
    },
    'the name of a device': async (deviceName) => {
      const made = await ask('POST', '/device-codes', { challenge, deviceName });
      return [
        made,
        async () => {
          await ask('POST', '/tokens', { code: made.body.code, verifier, device: 'x' });
          const { items } = (await api.get('/me/devices')).body;
          return items.find(({ name }: { name: string }) => name === deviceName)?.name;
        },
      ];
    },
    'the address of a webhook': async (text) => {
      const url = `https://example.com/?q=${text}`;
      const made = await ask('POST', '/webhooks', { url, events: ['status.changed'] });
      return [
        made,
        async () => {
          const { items } = (await api.get('/webhooks')).body;
          const found = items.find(
            ({ webhookId }: { webhookId: string }) => webhookId === made.body.webhookId,
          );
          await api.ask('DELETE', `/webhooks/${made.body.webhookId}`);
          return found.url.slice('https://example.com/?q='.length);
        },
      ];
    },
  };

  it.each(Object.keys(PLACES))('%s is kept and told as it was written', async (place) => {
    for (const text of TEXTS) {
      const [answer, read] = (await PLACES[place]?.(text)) ?? [];
      expect(answer?.status, `${text}: ${JSON.stringify(answer?.body)}`).toBeLessThan(300);
      expect(answer?.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(answer?.headers.get('set-cookie') ?? '').not.toContain('a=b');
      expect(await read?.()).toBe(text);
    }
  });

  it.each(Object.keys(PLACES))('TR2: %s is one line', async (place) => {
    for (const text of NO_LINES) {
      // Whoever reads an address takes these out of it.
      if (place === 'the address of a webhook' && /^[\w\s]+$/.test(text)) continue;
      const [answer] = (await PLACES[place]?.(text)) ?? [];
      expect(answer, JSON.stringify(text)).toMatchObject({
        status: 400,
        body: { code: 'invalid' },
      });
    }
  });

  it('TR2: what is only looked for may be anything, and is refused where it cannot be', async () => {
    for (const text of ['\u0000', '\uD800', "'", 'a\r\nb']) {
      const body = { secret: text };
      expect(await ask('POST', '/invites/look', body)).toMatchObject({ status: 404 });
      const guess = { email: 'ada@example.com', password: text };
      expect(await ask('POST', '/session', guess)).toMatchObject({ status: 401 });
      const nobody = { email: `${text}@example.com`, password: PASSWORD };
      expect([400, 401]).toContain((await ask('POST', '/session', nobody)).status);
    }
    for (const path of [
      '/members/%00',
      '/members/%27',
      '/contacts/%E2%80%A8',
      '/contacts?cursor=%00',
      '/contacts?state=%00',
      '/reports/status-time?from=%00&to=%00',
      '/reports/status-time?from=2026-01-05&to=2026-01-05&timeZone=%00',
    ]) {
      expect(await api.get(path), path).toMatchObject({ status: 400, body: { code: 'invalid' } });
    }
  });

  it('RE3: are in the exported audit log', async () => {
    const { status, body } = await api.get('/audit.csv');
    expect(status).toBe(200);
    expect(body).toContain('<img src=x onerror=alert(1)>');
  });
});
