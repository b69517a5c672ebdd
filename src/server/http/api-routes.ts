import type { Clock } from '../../shared/domain/clock.ts';
import { AuditLog } from '../accounts/audit-log.ts';
import { Members } from '../accounts/members.ts';
import type { Presence } from '../presence/presence.ts';
import { StatusReports } from '../reports/status-reports.ts';
import type { Store } from '../store/store.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import type { Route } from './route.ts';
import { auditRoutes } from './routes/audit.ts';
import { meRoutes } from './routes/me.ts';
import { membersRoutes } from './routes/members.ts';
import { reportsRoutes } from './routes/reports.ts';
import { settingsRoutes } from './routes/settings.ts';
import { statusRoutes } from './routes/status.ts';
import { webhooksRoutes } from './routes/webhooks.ts';

export type ApiDependencies = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: () => string;
  readonly presence: Presence;
  readonly allowPrivateWebhooks: boolean;
};

/** Everything that can be asked for over HTTP, one file for each concern. */
export function apiRoutes({
  store,
  clock,
  ids,
  presence,
  allowPrivateWebhooks,
}: ApiDependencies): readonly Route[] {
  const members = new Members({ store, clock, ids, teams: presence });
  return [
    ...statusRoutes({ presence }),
    ...meRoutes({ presence, members }),
    // No server has contacts yet, so nobody has any open.
    ...membersRoutes({ members, openContacts: async () => new Map() }),
    ...settingsRoutes({ presence }),
    ...webhooksRoutes(new Webhooks({ store, clock, ids, allowPrivate: allowPrivateWebhooks })),
    ...auditRoutes(new AuditLog(store)),
    ...reportsRoutes(
      new StatusReports({ store, clock, saved: (teamId) => presence.team(teamId).saved() }),
    ),
  ];
}
