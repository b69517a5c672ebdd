import type { Clock } from '../../shared/domain/clock.ts';
import { Members } from '../accounts/members.ts';
import type { Presence } from '../presence/presence.ts';
import type { Store } from '../store/store.ts';
import type { Route } from './route.ts';
import { meRoutes } from './routes/me.ts';
import { membersRoutes } from './routes/members.ts';
import { settingsRoutes } from './routes/settings.ts';
import { statusRoutes } from './routes/status.ts';

export type ApiDependencies = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: () => string;
  readonly presence: Presence;
};

/** Everything that can be asked for over HTTP, one file for each concern. */
export function apiRoutes({ store, clock, ids, presence }: ApiDependencies): readonly Route[] {
  const members = new Members({ store, clock, ids, teams: presence });
  return [
    ...statusRoutes({ presence }),
    ...meRoutes({ presence, members }),
    // No server has contacts yet, so nobody has any open.
    ...membersRoutes({ members, openContacts: async () => new Map() }),
    ...settingsRoutes({ presence }),
  ];
}
