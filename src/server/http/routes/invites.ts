import { z } from 'zod';
import {
  createdInviteSchema,
  invitesSchema,
  newInviteSchema,
} from '../../../shared/api/members.ts';
import { pageQuerySchema } from '../../../shared/api/page.ts';
import {
  lookAtInviteSchema,
  offeredInviteSchema,
  signedInSchema,
  useInviteSchema,
} from '../../../shared/api/session.ts';
import { browserName } from '../../../shared/domain/browser-name.ts';
import { epochMs, id } from '../../../shared/protocol/fields.ts';
import type { Invite, Invites } from '../../accounts/invites.ts';
import type { SignIn } from '../../accounts/sign-in.ts';
import { MANAGERS } from '../../commands/who.ts';
import { pageOfAll } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { ADA } from './examples.ts';
import { beginSession } from './signed-in.ts';

const example = {
  inviteId: '9a5f7f0e-51f5-4b8f-9d9b-4f6f1f3a2c55',
  email: 'grace@example.com',
  role: 'agent',
  invitedBy: ADA.memberId,
  createdAt: ADA.at,
  expiresAt: ADA.at + 7 * 24 * 3_600_000,
} as const;
const secret = 'what stands behind the #';

/** The latest first. */
const keySchema = z.strictObject({ createdAt: epochMs, inviteId: id });

type InvitesDependencies = {
  readonly invites: Invites;
  readonly signIn: SignIn;
  /** The address of a page of the board. */
  readonly linkTo: (path: string) => string;
};

export function invitesRoutes({ invites, signIn, linkTo }: InvitesDependencies): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/invites',
      name: 'listInvites',
      summary: 'Invites that nobody has used yet, the latest first',
      tag: 'Invites',
      who: MANAGERS,
      query: pageQuerySchema,
      answer: invitesSchema,
      example: { answer: { items: [example], next: null } },
      run: async ({ caller, query }) =>
        pageOfAll((await invites.list(caller)).map(shown), query, {
          key: keySchema,
          keyOf: ({ createdAt, inviteId }) => ({ createdAt, inviteId }),
          isAfter: (invite, key) =>
            invite.createdAt < key.createdAt ||
            (invite.createdAt === key.createdAt && invite.inviteId > key.inviteId),
        }),
    }),
    route({
      method: 'POST',
      path: '/invites',
      name: 'createInvite',
      summary: 'Invite somebody into the team',
      description:
        'The link is told once; it works once, for seven days. Only owners invite owners. An earlier invite for the same address is void.',
      tag: 'Invites',
      who: MANAGERS,
      body: newInviteSchema,
      answer: createdInviteSchema,
      creates: { holdsSecret: true },
      refusals: ['conflict'],
      example: {
        body: { email: example.email, role: example.role },
        answer: { ...example, link: `https://ampel.example.com/join#${'x'.repeat(43)}` },
      },
      run: async ({ caller, body, keyed }) => {
        const { invite, secret } = await invites.create(caller, body, keyed);
        return { ...shown(invite), link: `${linkTo('/join')}#${secret}` };
      },
    }),
    route({
      method: 'DELETE',
      path: '/invites/:inviteId',
      name: 'revokeInvite',
      summary: 'Take an invite back',
      tag: 'Invites',
      who: MANAGERS,
      params: z.strictObject({ inviteId: id }),
      refusals: ['not-found'],
      example: {},
      run: ({ caller, params }) => invites.revoke(caller, params.inviteId),
    }),
    route({
      method: 'POST',
      path: '/invites/look',
      name: 'lookAtInvite',
      summary: 'What an invite offers to whoever has its link',
      tag: 'Invites',
      who: 'anyone',
      body: lookAtInviteSchema,
      answer: offeredInviteSchema,
      guessesAt: () => null,
      refusals: ['not-found'],
      example: {
        body: { secret },
        answer: { team: 'Support', email: example.email, role: example.role },
      },
      run: ({ body }) => invites.look(body.secret),
    }),
    route({
      method: 'POST',
      path: '/invites/use',
      name: 'useInvite',
      summary: 'Join a team by an invite, and sign in',
      tag: 'Invites',
      who: 'anyone',
      body: useInviteSchema,
      answer: signedInSchema,
      guessesAt: () => null,
      refusals: ['not-found', 'conflict'],
      example: {
        body: { secret, name: 'Grace Hopper', password: 'correct horse battery staple' },
        answer: {
          member: {
            memberId: ADA.memberId,
            name: 'Grace Hopper',
            role: example.role,
            email: example.email,
          },
          csrf: 'pKz0Vf0mX7b3pU7wq1o6Q8rE2tY4uI5oP6aS7dF8gH9',
        },
      },
      run: async ({ body, session, userAgent }) => {
        const member = await invites.use(body.secret, body);
        return beginSession(session, await signIn.open(member, browserName(userAgent)));
      },
    }),
  ];
}

function shown({ linkId, email, role, createdBy, createdAt, expiresAt }: Invite) {
  return { inviteId: linkId, email, role, invitedBy: createdBy, createdAt, expiresAt };
}
