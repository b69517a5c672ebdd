import type { Scope } from '../../../../src/shared/api/integrations.ts';
import { ConnectedTeam } from '../../../support/connected-team.ts';
import { DescribedApi } from '../../../support/described-api.ts';
import { HttpClient } from '../../../support/http-client.ts';
import { addOtherTeam } from '../../../support/other-team.ts';

export const PASSWORD = 'correct horse battery staple';

/** One who asks; may sign in anew meanwhile. */
type Asking = { client: HttpClient };

/**
 * A team with one of everything that has an id: Ada (owner), Max (manager), Bo (agent) with an open
 * contact, an invite, an integration and a webhook. Beside it another team of the same server, Eve's.
 */
export async function startScene() {
  const t = await ConnectedTeam.start();
  const as = (secret?: string) => new HttpClient(`${t.url}/api/v1`, secret);
  const ada = as(t.member.token);
  const make = async (path: string, body: object = {}) =>
    (await ada.ask('POST', path, { body })).body;
  const max = await t.join('Max', 'manager');
  const { memberId, email, token } = await t.join('Bo');
  const bo: Asking = { client: as(token) };
  const eve = as(await addOtherTeam(t.server.dataFolder));
  const { contactId } = await make('/contacts', { customer: 'Grace' });
  await make(`/contacts/${contactId}/assign`, { memberId });
  const { inviteId } = await make('/invites', { email: 'new@example.com', role: 'agent' });
  const { integrationId } = await make('/integrations', { name: 'Shop', scopes: ['contacts'] });
  const events = ['status.changed'];
  const { webhookId } = await make('/webhooks', { url: 'https://hooks.example.com/', events });
  const { tokenId } = (await bo.client.get('/me/devices')).body.items[0];
  const program = async (scope: Scope) =>
    as((await make('/integrations', { name: `Only ${scope}`, scopes: [scope] })).key);
  return {
    api: await DescribedApi.of(t.url),
    url: t.url,
    /** The secret with which Bo's laptop proves itself. */
    token,
    email,
    nobody: as(),
    ada,
    max: as(max.token),
    bo,
    eve,
    /** Programs, by the one thing that the key of each opens. */
    programs: { contacts: await program('contacts'), 'status:read': await program('status:read') },
    ids: { memberId, tokenId, contactId, inviteId, integrationId, webhookId },
    /** What Ada is answered who makes something. */
    make,
    /** Bo sets a password; from then on he asks as the browser in which he did. */
    async setPassword(): Promise<void> {
      const { link } = await make(`/members/${memberId}/password-link`);
      const body = { secret: secretOf(link), password: PASSWORD };
      const { headers } = await as().ask('POST', '/password-links/use', { body });
      bo.client = as(/ampel_session=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1]);
    },
    [Symbol.asyncDispose]: () => t[Symbol.asyncDispose](),
  };
}
export type Scene = Awaited<ReturnType<typeof startScene>>;

/** What a link proves itself with. */
export function secretOf(link: string): string {
  return link.split('#')[1] ?? '';
}
