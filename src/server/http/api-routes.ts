import type { SignInOptions } from '../../shared/api/session.ts';
import type { AccountDependencies } from '../accounts/accounts.ts';
import { AuditLog } from '../accounts/audit-log.ts';
import { Devices } from '../accounts/devices.ts';
import { Integrations } from '../accounts/integrations.ts';
import { Invites } from '../accounts/invites.ts';
import { Members } from '../accounts/members.ts';
import { SignIn } from '../accounts/sign-in.ts';
import type { Assignment } from '../assignment/assignment.ts';
import type { Presence } from '../presence/presence.ts';
import { StatusReports } from '../reports/status-reports.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import type { Route } from './route.ts';
import { auditRoutes } from './routes/audit.ts';
import { contactsRoutes } from './routes/contacts.ts';
import { devicesRoutes } from './routes/devices.ts';
import { integrationsRoutes } from './routes/integrations.ts';
import { invitesRoutes } from './routes/invites.ts';
import { meRoutes } from './routes/me.ts';
import { membersRoutes } from './routes/members.ts';
import { reportsRoutes } from './routes/reports.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { statusRoutes } from './routes/status.ts';
import { webhooksRoutes } from './routes/webhooks.ts';

export type ApiDependencies = AccountDependencies & {
  /** Asked only where this process leads. */
  readonly presence: Pick<Presence, 'team'>;
  readonly assignment: Pick<Assignment, 'team'>;
  /** Resolves when what has become of a team's members so far is in the store. */
  readonly saved: (teamId: string) => Promise<void>;
  readonly sso: SignInOptions['sso'];
  readonly allowPrivateWebhooks: boolean;
  /** The address of a page of the board. */
  readonly linkTo: (path: string) => string;
};

/** Everything that can be asked for over HTTP, one file for each concern. */
export function apiRoutes(dependencies: ApiDependencies): readonly Route[] {
  const { store, clock, presence, assignment, sso, allowPrivateWebhooks, linkTo, saved } =
    dependencies;
  const members = new Members(dependencies);
  const devices = new Devices(dependencies);
  const signIn = new SignIn(dependencies);
  return [
    ...sessionRoutes({ store, signIn, members, sso }),
    ...statusRoutes({ presence }),
    ...meRoutes({ presence, members, signIn }),
    ...membersRoutes({
      members,
      devices,
      linkTo,
      openContacts: (teamId) => store.read.contacts.openCounts(teamId),
    }),
    ...devicesRoutes({ devices }),
    ...invitesRoutes({ invites: new Invites(dependencies), signIn, linkTo }),
    ...contactsRoutes({ store, assignment }),
    ...integrationsRoutes({ integrations: new Integrations(dependencies) }),
    ...settingsRoutes({ presence, store }),
    ...webhooksRoutes({
      webhooks: new Webhooks({ ...dependencies, allowPrivate: allowPrivateWebhooks }),
    }),
    ...auditRoutes({ auditLog: new AuditLog(store) }),
    ...reportsRoutes({
      reports: new StatusReports({ store, clock, saved }),
    }),
  ];
}
