import { z } from 'zod';
import { auditPageSchema } from '../../../shared/api/audit.ts';
import { type ContactFilter, contactsPageSchema } from '../../../shared/api/contacts.ts';
import { deviceCodeSchema, devicesSchema } from '../../../shared/api/devices.ts';
import {
  createdIntegrationSchema,
  integrationsSchema,
  type NewIntegration,
} from '../../../shared/api/integrations.ts';
import { meSchema } from '../../../shared/api/me.ts';
import {
  createdInviteSchema,
  invitesSchema,
  type MemberChange,
  type NewInvite,
  passwordLinkSchema,
  teamMemberSchema,
  teamMembersSchema,
} from '../../../shared/api/members.ts';
import { PAGE_LIMIT } from '../../../shared/api/page.ts';
import { type ReportQuery, statusReportSchema } from '../../../shared/api/report.ts';
import {
  offeredInviteSchema,
  type SignIn,
  sessionSchema,
  signedInSchema,
  signInOptionsSchema,
} from '../../../shared/api/session.ts';
import { SSO_PATH, startedSsoSchema } from '../../../shared/api/sso.ts';
import {
  createdWebhookSchema,
  deliveriesSchema,
  deliverySchema,
  type NewWebhook,
  type WebhookChange,
  webhookSchema,
  webhooksSchema,
} from '../../../shared/api/webhooks.ts';
import { contactSchema } from '../../../shared/protocol/contact-schemas.ts';
import {
  endedAnswerSchema,
  type SettingsChange,
  settingsReadSchema,
} from '../../../shared/protocol/schemas.ts';
import { addressOf, type Http, path } from './http.ts';

/** Answers that say no more than that it is done. */
const done = z.unknown().transform(() => undefined);

/** Everything the board asks of the server by HTTP, with what it answers. */
export function teamApi(http: Http, newKey: () => string) {
  const get = <T>(at: string, answer: z.ZodType<T>, query = {}) =>
    http.send({ method: 'GET', path: at, answer, query });
  const remove = (at: string) => http.send({ method: 'DELETE', path: at, answer: done });
  const post = <T>(at: string, answer: z.ZodType<T>, body: object = {}) =>
    http.send({ method: 'POST', path: at, answer, body });
  const create = <T>(at: string, answer: z.ZodType<T>, body: object) =>
    http.send({ method: 'POST', path: at, answer, body, idempotencyKey: newKey() });
  const change = <T>(at: string, answer: z.ZodType<T>, body: object) =>
    http.send({ method: 'PATCH', path: at, answer, body });
  const all = { limit: PAGE_LIMIT.max };

  return {
    session: {
      options: () => get('/sign-in-options', signInOptionsSchema),
      get: () => get('/session', sessionSchema),
      signIn: (given: SignIn) => post('/session', signedInSchema, given),
      signOut: () => remove('/session'),
      lookAtInvite: (secret: string) => post('/invites/look', offeredInviteSchema, { secret }),
      join: (given: { secret: string; name: string; password: string }) =>
        post('/invites/use', signedInSchema, given),
      /** Answers where to go on: to the provider of the organization's accounts. */
      joinWithSso: (invite: string) =>
        http.send({
          method: 'POST',
          base: '',
          path: SSO_PATH,
          answer: startedSsoSchema,
          body: { invite },
        }),
      setPassword: (given: { secret: string; password: string }) =>
        post('/password-links/use', signedInSchema, given),
      deviceCode: (given: { challenge: string; deviceName: string }) =>
        post('/device-codes', deviceCodeSchema, given),
    },
    me: {
      get: () => get('/me', meSchema),
      devices: () => get('/me/devices', devicesSchema),
      revokeDevice: (tokenId: string) => remove(path('me', 'devices', tokenId)),
      changePassword: (body: { current: string; password: string }) =>
        http.send({ method: 'PUT', path: '/me/password', answer: done, body }),
    },
    members: {
      list: (cursor?: string) => get('/members', teamMembersSchema, { ...all, cursor }),
      change: (memberId: string, given: MemberChange) =>
        change(path('members', memberId), teamMemberSchema, given),
      endSessions: (memberId: string) =>
        post(path('members', memberId, 'end-sessions'), endedAnswerSchema),
      passwordLink: (memberId: string) =>
        post(path('members', memberId, 'password-link'), passwordLinkSchema),
    },
    invites: {
      list: (cursor?: string) => get('/invites', invitesSchema, { ...all, cursor }),
      create: (given: NewInvite) => create('/invites', createdInviteSchema, given),
      revoke: (inviteId: string) => remove(path('invites', inviteId)),
    },
    settings: {
      get: () => get('/settings', settingsReadSchema),
      change: (given: SettingsChange) => change('/settings', settingsReadSchema, given),
    },
    contacts: {
      list: (state: ContactFilter, cursor?: string) =>
        get('/contacts', contactsPageSchema, { ...all, state, cursor }),
      return: (contactId: string) => post(path('contacts', contactId, 'return'), contactSchema),
      close: (contactId: string) => post(path('contacts', contactId, 'close'), contactSchema),
    },
    integrations: {
      list: (cursor?: string) => get('/integrations', integrationsSchema, { ...all, cursor }),
      create: (given: NewIntegration) => create('/integrations', createdIntegrationSchema, given),
      remove: (integrationId: string) => remove(path('integrations', integrationId)),
    },
    webhooks: {
      list: (cursor?: string) => get('/webhooks', webhooksSchema, { ...all, cursor }),
      create: (given: NewWebhook) => create('/webhooks', createdWebhookSchema, given),
      change: (webhookId: string, given: WebhookChange) =>
        change(path('webhooks', webhookId), webhookSchema, given),
      remove: (webhookId: string) => remove(path('webhooks', webhookId)),
      test: (webhookId: string) => post(path('webhooks', webhookId, 'test'), deliverySchema),
      deliveries: (webhookId: string, cursor?: string) =>
        get(path('webhooks', webhookId, 'deliveries'), deliveriesSchema, { cursor }),
    },
    audit: {
      list: (cursor?: string) => get('/audit', auditPageSchema, { cursor }),
      file: addressOf('/audit.csv'),
    },
    report: {
      get: (query: ReportQuery) => get('/reports/status-time', statusReportSchema, query),
      file: (query: ReportQuery) => addressOf('/reports/status-time.csv', query),
    },
  };
}

export type TeamApi = ReturnType<typeof teamApi>;
