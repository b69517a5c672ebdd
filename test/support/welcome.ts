import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings.ts';
import type { Status } from '../../src/shared/domain/status.ts';
import type { Snapshot, Welcome } from '../../src/shared/protocol/schemas.ts';

const me = { memberId: 'me', name: 'Ben Sommer', role: 'agent' } as const;

/** A team of one, as it is at a version of its log. */
export const snapshotAt = (version: number, status: Status): Snapshot => ({
  log: 'log1',
  version,
  members: [me],
  statuses: [{ memberId: me.memberId, status, since: 1, cause: 'chosen' }],
});

/** What the only member of a team is greeted with, at version 5. */
export const welcome: Welcome = {
  protocol: 1,
  serverTime: 1,
  log: 'log1',
  version: 5,
  self: { ...me, choice: 'online', until: null, note: null, status: 'online' },
  settings: { ...DEFAULT_SETTINGS, timeoutSetBy: null },
  snapshot: snapshotAt(5, 'online'),
};
