import { z } from 'zod';
import {
  memberChangeSchema,
  passwordLinkSchema,
  teamMemberSchema,
  teamMembersSchema,
} from '../../../shared/api/members.ts';
import { pageQuerySchema } from '../../../shared/api/page.ts';
import { CAPACITY } from '../../../shared/domain/contact.ts';
import { mayManage } from '../../../shared/domain/member.ts';
import { id } from '../../../shared/protocol/fields.ts';
import type { Devices } from '../../accounts/devices.ts';
import type { Members } from '../../accounts/members.ts';
import type { Caller } from '../../commands/caller.ts';
import { MANAGERS, MEMBERS } from '../../commands/who.ts';
import type { StoredMember } from '../../store/accounts.ts';
import { pageOfAll } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { ADA } from './examples.ts';

/** In the order in which the list is: by name, then by id. */
const keySchema = z.strictObject({ name: z.string(), memberId: id });
type Key = z.infer<typeof keySchema>;

const example = {
  memberId: ADA.memberId,
  name: ADA.name,
  role: ADA.role,
  email: ADA.email,
  active: true,
  receivesContacts: true,
  capacity: CAPACITY.default,
  openContacts: 1,
};

type MembersDependencies = {
  readonly members: Members;
  readonly devices: Devices;
  /** The address of a page of the board. */
  readonly linkTo: (path: string) => string;
  /** How many open contacts each member of a team has; who has none may be left out. */
  readonly openContacts: (teamId: string) => Promise<ReadonlyMap<string, number>>;
};

export function membersRoutes({
  members,
  devices,
  openContacts,
  linkTo,
}: MembersDependencies): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/members',
      name: 'listMembers',
      summary: 'Everyone in the team, by name',
      description:
        'Owners and managers also see e-mail addresses, and members who are switched off.',
      tag: 'Members',
      who: { ...MEMBERS, scope: 'status:read' },
      query: pageQuerySchema,
      answer: teamMembersSchema,
      example: { answer: { items: [example], next: null } },
      run: async ({ caller, query }) => {
        const [all, open] = await Promise.all([members.list(caller), openContacts(caller.teamId)]);
        const page = pageOfAll(
          all.toSorted((a, b) => compare(a, b)),
          query,
          {
            key: keySchema,
            keyOf: ({ name, memberId }) => ({ name, memberId }),
            isAfter: (member, key) => compare(member, key) > 0,
          },
        );
        return { ...page, items: page.items.map((member) => shown(member, caller, open)) };
      },
    }),
    route({
      method: 'GET',
      path: '/members/:memberId',
      name: 'getMember',
      summary: 'One member of the team',
      tag: 'Members',
      who: { ...MEMBERS, scope: 'status:read' },
      params: z.strictObject({ memberId: id }),
      answer: teamMemberSchema,
      example: { answer: example },
      run: async ({ caller, params }) =>
        shown(
          await members.find(caller, params.memberId),
          caller,
          await openContacts(caller.teamId),
        ),
    }),
    route({
      method: 'PATCH',
      path: '/members/:memberId',
      name: 'changeMember',
      summary: 'Change what a member is called, may do and gets',
      description:
        'Who is switched off is signed out everywhere at once; their past is kept. Only owners make, change and unmake owners, and the last owner stays one.',
      tag: 'Members',
      who: MANAGERS,
      params: z.strictObject({ memberId: id }),
      body: memberChangeSchema,
      answer: teamMemberSchema,
      refusals: ['not-found', 'conflict'],
      example: { body: { capacity: 3 }, answer: example },
      run: async ({ caller, params, body }) =>
        shown(
          await members.change(caller, params.memberId, body),
          caller,
          await openContacts(caller.teamId),
        ),
    }),
    route({
      method: 'POST',
      path: '/members/:memberId/end-sessions',
      name: 'endSessions',
      summary: 'Sign a member out everywhere',
      description: 'Answers how many connections ended by it.',
      tag: 'Members',
      who: MANAGERS,
      params: z.strictObject({ memberId: id }),
      answer: z.object({ ended: z.int().min(0) }),
      refusals: ['not-found'],
      example: { answer: { ended: 2 } },
      run: async ({ caller, params }) => ({
        ended: await devices.endSessions(caller, params.memberId),
      }),
    }),
    route({
      method: 'POST',
      path: '/members/:memberId/password-link',
      name: 'createPasswordLink',
      summary: 'Make a link by which a member sets a password',
      description: 'The link is told once; it works once, for 24 hours.',
      tag: 'Members',
      who: MANAGERS,
      params: z.strictObject({ memberId: id }),
      answer: passwordLinkSchema,
      creates: { holdsSecret: true },
      refusals: ['not-found', 'conflict'],
      example: {
        answer: {
          link: `https://ampel.example.com/password#${'x'.repeat(43)}`,
          expiresAt: ADA.at,
        },
      },
      run: async ({ caller, params, keyed }) => {
        const { memberId } = params;
        const { secret, expiresAt } = await members.makePasswordLink(caller, memberId, keyed);
        return { link: `${linkTo('/password')}#${secret}`, expiresAt };
      },
    }),
  ];
}

const names = new Intl.Collator('en');

function compare(a: Key, b: Key): number {
  return (
    names.compare(a.name, b.name) ||
    (a.memberId < b.memberId ? -1 : a.memberId === b.memberId ? 0 : 1)
  );
}

/** A member as the caller may know them. */
export function shown(
  { memberId, name, role, email, active, receivesContacts, capacity }: StoredMember,
  caller: Caller,
  openContacts: ReadonlyMap<string, number>,
) {
  const knowsAddresses = caller.kind === 'member' && mayManage(caller.role);
  return {
    memberId,
    name,
    role,
    email: knowsAddresses ? email : null,
    active,
    receivesContacts,
    capacity,
    openContacts: openContacts.get(memberId) ?? 0,
  };
}
