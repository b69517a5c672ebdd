import {
  type SignInOptions,
  sessionSchema,
  signedInSchema,
  signInOptionsSchema,
  signInSchema,
  usePasswordLinkSchema,
} from '../../../shared/api/session.ts';
import { browserName } from '../../../shared/domain/browser-name.ts';
import type { Members } from '../../accounts/members.ts';
import type { SignIn } from '../../accounts/sign-in.ts';
import { MEMBERS } from '../../commands/who.ts';
import type { Store } from '../../store/store.ts';
import { type Route, route } from '../route.ts';
import { csrfOf } from '../session-cookie.ts';
import { ADA } from './examples.ts';
import { beginSession } from './signed-in.ts';

const member = { memberId: ADA.memberId, name: ADA.name, role: ADA.role, email: ADA.email };
const csrf = 'pKz0Vf0mX7b3pU7wq1o6Q8rE2tY4uI5oP6aS7dF8gH9';

type SessionDependencies = {
  readonly store: Store;
  readonly signIn: SignIn;
  readonly members: Members;
  readonly sso: SignInOptions['sso'];
};

/** A browser's session: how it begins and ends. */
export function sessionRoutes({
  store,
  signIn,
  members,
  sso,
}: SessionDependencies): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/sign-in-options',
      name: 'getSignInOptions',
      summary: 'How one can sign in',
      tag: 'Session',
      who: 'anyone',
      answer: signInOptionsSchema,
      example: { answer: { sso: { name: 'Example Inc.' } } },
      run: async () => ({ sso }),
    }),
    route({
      method: 'POST',
      path: '/session',
      name: 'signIn',
      summary: 'Sign a browser in with e-mail and password',
      description: 'Sets a cookie. A refusal does not tell which of the two was wrong.',
      tag: 'Session',
      who: 'anyone',
      body: signInSchema,
      answer: signedInSchema,
      guessesAt: ({ email }) => email.toLowerCase(),
      refusals: ['unauthorized'],
      example: {
        body: { email: ADA.email, password: 'correct horse battery staple' },
        answer: { member, csrf },
      },
      run: async ({ body, session, userAgent }) =>
        beginSession(session, await signIn.withPassword(body, browserName(userAgent))),
    }),
    route({
      method: 'GET',
      path: '/session',
      name: 'getSession',
      summary: 'Whom the cookie stands for, and what changes have to be sent with',
      tag: 'Session',
      who: MEMBERS,
      answer: sessionSchema,
      example: {
        answer: { member, csrf, team: { teamId: ADA.memberId, name: 'Support' }, sso: null },
      },
      run: async ({ caller, session }) => {
        const [who, { teamId, name }] = await Promise.all([
          members.find(caller, caller.memberId),
          store.team(caller.teamId),
        ]);
        return {
          member: who,
          csrf: session.token === null ? '' : csrfOf(session.token),
          team: { teamId, name },
          sso,
        };
      },
    }),
    route({
      method: 'DELETE',
      path: '/session',
      name: 'signOut',
      summary: 'Sign this browser out',
      tag: 'Session',
      who: MEMBERS,
      example: {},
      run: async ({ caller, session }) => {
        await signIn.out(caller);
        session.end();
      },
    }),
    route({
      method: 'POST',
      path: '/password-links/use',
      name: 'usePasswordLink',
      summary: 'Set a password by a link, and sign in',
      description: 'The link works once. Every other device is signed out.',
      tag: 'Session',
      who: 'anyone',
      body: usePasswordLinkSchema,
      answer: signedInSchema,
      guessesAt: () => null,
      refusals: ['not-found'],
      example: {
        body: { secret: 'what stands behind the #', password: 'correct horse battery staple' },
        answer: { member, csrf },
      },
      run: async ({ body: { secret, password }, session, userAgent }) =>
        beginSession(
          session,
          await signIn.redeemPasswordLink(secret, password, browserName(userAgent)),
        ),
    }),
  ];
}
