import type { SignInOptions } from '../../shared/api/session.ts';
import type { AccountDependencies } from '../accounts/accounts.ts';
import { Devices } from '../accounts/devices.ts';
import { Integrations } from '../accounts/integrations.ts';
import { Invites } from '../accounts/invites.ts';
import { Members } from '../accounts/members.ts';
import { SignIn } from '../accounts/sign-in.ts';
import type { Presence } from '../presence/presence.ts';
import type { Route } from './route.ts';
import { devicesRoutes } from './routes/devices.ts';
import { integrationsRoutes } from './routes/integrations.ts';
import { invitesRoutes } from './routes/invites.ts';
import { meRoutes } from './routes/me.ts';
import { membersRoutes } from './routes/members.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { statusRoutes } from './routes/status.ts';

export type ApiDependencies = AccountDependencies & {
  readonly presence: Presence;
  readonly sso: SignInOptions['sso'];
  /** The address of a page of the board. */
  readonly linkTo: (path: string) => string;
};

/** Everything that can be asked for over HTTP, one file for each concern. */
export function apiRoutes(dependencies: ApiDependencies): readonly Route[] {
  const { store, presence, sso, linkTo } = dependencies;
  const members = new Members(dependencies);
  const devices = new Devices(dependencies);
  const signIn = new SignIn(dependencies);
  return [
    ...sessionRoutes({ store, signIn, members, sso }),
    ...statusRoutes({ presence }),
    ...meRoutes({ presence, members, signIn }),
    // No server has contacts yet, so nobody has any open.
    ...membersRoutes({ members, devices, linkTo, openContacts: async () => new Map() }),
    ...devicesRoutes({ devices }),
    ...invitesRoutes({ invites: new Invites(dependencies), signIn, linkTo }),
    ...integrationsRoutes({ integrations: new Integrations(dependencies) }),
    ...settingsRoutes({ presence }),
  ];
}
