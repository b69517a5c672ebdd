import { z } from 'zod';
import { changePasswordSchema, historyPageSchema, meSchema } from '../../../shared/api/me.ts';
import { pageQuerySchema } from '../../../shared/api/page.ts';
import { CAPACITY } from '../../../shared/domain/contact.ts';
import { epochMs } from '../../../shared/protocol/fields.ts';
import type { Members } from '../../accounts/members.ts';
import type { SignIn } from '../../accounts/sign-in.ts';
import { getHistory } from '../../commands/team-commands.ts';
import { MEMBERS } from '../../commands/who.ts';
import type { Presence } from '../../presence/presence.ts';
import { askerOf } from '../asker.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { ADA } from './examples.ts';

const cursorSchema = z.strictObject({ before: epochMs });

type MeDependencies = {
  readonly presence: Pick<Presence, 'team'>;
  readonly members: Members;
  readonly signIn: SignIn;
};

export function meRoutes({ presence, members, signIn }: MeDependencies): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/me',
      name: 'getMe',
      summary: 'Who you are in the team',
      tag: 'Me',
      who: MEMBERS,
      answer: meSchema,
      example: {
        answer: {
          memberId: ADA.memberId,
          name: ADA.name,
          role: ADA.role,
          email: ADA.email,
          receivesContacts: true,
          capacity: CAPACITY.default,
          hasPassword: true,
        },
      },
      run: ({ caller }) => members.find(caller, caller.memberId),
    }),
    route({
      method: 'PUT',
      path: '/me/password',
      name: 'changePassword',
      summary: 'Set another password; every other device is signed out',
      tag: 'Me',
      who: MEMBERS,
      body: changePasswordSchema,
      guessesAt: (_, { memberId }) => memberId,
      example: {
        body: { current: 'correct horse battery staple', password: 'incorrect mule battery nail' },
      },
      run: ({ caller, body }) => signIn.changePassword(caller, body),
    }),
    route({
      method: 'GET',
      path: '/me/history',
      name: 'getOwnHistory',
      byLead: true,
      summary: 'What is recorded about you, the latest first',
      description:
        'Which status you had from when to when, why, and from which device. Kept for 90 days.',
      tag: 'Me',
      who: getHistory.who,
      query: pageQuerySchema,
      answer: historyPageSchema,
      example: {
        answer: {
          items: [
            { status: 'online', cause: 'returned', from: ADA.at, to: null, device: 'Laptop' },
          ],
          next: null,
        },
      },
      run: async ({ caller, query: { cursor, limit } }) => {
        const before = cursor === undefined ? {} : readCursor(cursorSchema, cursor);
        const asker = askerOf(caller, presence);
        const { intervals, more } = await getHistory.run(asker, { ...before, limit });
        const last = intervals.at(-1);
        const next = more && last !== undefined ? writeCursor({ before: last.from }) : null;
        return { items: intervals, next };
      },
    }),
  ];
}
